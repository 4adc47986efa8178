package io.csdr.vault.chunk;

/// Limits of chunks in bytes; the average is a power of two between the other two.
public record ChunkSizes(int min, int average, int max) {
  /// What vaults of format 1 are created with.
  public static final ChunkSizes DEFAULT = new ChunkSizes(256 << 10, 1 << 20, 4 << 20);

  public ChunkSizes {
    if (min < 64 || average <= min || max <= average || Integer.bitCount(average) != 1) {
      throw new IllegalArgumentException("chunk sizes " + min + ", " + average + ", " + max);
    }
  }
}
