package io.csdr.vault.codec;

/// How hard blobs are compressed; may change from run to run without hurting deduplication.
public enum Level {
  NONE(0),
  FAST(1),
  BALANCED(3),
  MAX(9);

  private final int zstd;

  Level(int zstd) {
    this.zstd = zstd;
  }

  /// The zstd level; 0 means not at all.
  int zstd() {
    return zstd;
  }
}
