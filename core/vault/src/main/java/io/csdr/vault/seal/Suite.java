package io.csdr.vault.seal;

import io.csdr.vault.VaultException;

/// An authenticated cipher with a 32-byte key, a 12-byte nonce and a 16-byte tag. The codes are part of
/// the format.
public enum Suite {
  AES_256_GCM(1),
  CHACHA20_POLY1305(2);

  private final int code;

  Suite(int code) {
    this.code = code;
  }

  /// The byte that stands for this suite on disk.
  public int code() {
    return code;
  }

  /// The suite of a byte read from `what`.
  ///
  /// @throws VaultException.TooNew when this program has no such suite
  public static Suite of(int code, String what) {
    for (Suite suite : values()) {
      if (suite.code == code) {
        return suite;
      }
    }
    throw new VaultException.TooNew(
        what + " is sealed with suite " + code + ", which this version of csdr does not know");
  }
}
