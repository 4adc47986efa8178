package io.csdr.vault.blob;

/// What a blob holds, which decides the kind of pack it goes to. The codes are part of the format.
public enum BlobType {
  /// Content of files and block volumes; packs under `p/`.
  DATA(1),
  /// Bundles of small files; packs under `p/`.
  BUNDLE(2),
  /// Directories, block maps and coverage; packs under `m/`.
  TREE(3);

  private final int code;

  BlobType(int code) {
    this.code = code;
  }

  /// The byte that stands for this type on disk.
  public int code() {
    return code;
  }
}
