package io.csdr.vault.pack;

import io.csdr.vault.blob.BlobType;
import io.csdr.vault.bytes.ByteReader;

/// Which blobs a pack holds, and under which prefix it lies.
public enum PackKind {
  DATA(1, "p"),
  META(2, "m");

  private final int code;
  private final String prefix;

  PackKind(int code, String prefix) {
    this.code = code;
    this.prefix = prefix;
  }

  /// The byte that stands for this kind on disk.
  public int code() {
    return code;
  }

  /// The first segment of the store keys.
  public String prefix() {
    return prefix;
  }

  /// Where a pack of this kind lies.
  public String key(PackId pack) {
    String name = pack.toString();
    return prefix + "/" + name.substring(0, 2) + "/" + name;
  }

  /// Which packs blobs of this type go to.
  public static PackKind of(BlobType type) {
    return switch (type) {
      case DATA, BUNDLE -> DATA;
      case TREE -> META;
    };
  }

  /// Reads the code.
  public static PackKind read(ByteReader in) {
    int code = in.u8();
    for (PackKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw in.corrupt("pack kind " + code);
  }
}
