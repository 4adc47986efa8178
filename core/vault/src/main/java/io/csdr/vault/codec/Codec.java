package io.csdr.vault.codec;

import io.csdr.vault.VaultException;

/// How a blob's bytes are stored. The codes are part of the format.
public enum Codec {
  RAW(0),
  ZSTD(1);

  private final int code;

  Codec(int code) {
    this.code = code;
  }

  /// The code on disk.
  public int code() {
    return code;
  }

  /// The codec of a code read from `what`.
  ///
  /// @throws VaultException.TooNew when this program has no such codec
  public static Codec of(int code, String what) {
    return switch (code) {
      case 0 -> RAW;
      case 1 -> ZSTD;
      default -> throw new VaultException.TooNew(what + " is stored with codec " + code);
    };
  }
}
