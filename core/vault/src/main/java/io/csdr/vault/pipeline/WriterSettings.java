package io.csdr.vault.pipeline;

import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.codec.Level;

/// How a writer works: the level of compression, the target length of data and metadata packs in bytes,
/// the number of compressing and sealing threads, how many data packs it holds in memory at once (two
/// are filled, the others are on their way to the store), and how many plain bytes wait at most.
public record WriterSettings(
    Level level, int dataPack, int metaPack, int threads, int dataPacksHeld, int waiting) {
  private static final long SMALL_HEAP = 256L << 20;

  public WriterSettings {
    if (dataPack < 1 || metaPack < 1 || threads < 1 || dataPacksHeld < 3) {
      throw new IllegalArgumentException("writer settings out of range");
    }
    if (waiting < BlobWriter.MAX_BLOB) {
      throw new IllegalArgumentException("the largest blob must be able to wait");
    }
  }

  /// What suits this process: packs of 32 and 8 MiB, half of that where the heap is small.
  public static WriterSettings of(Level level) {
    Runtime runtime = Runtime.getRuntime();
    int threads = Math.clamp(runtime.availableProcessors(), 1, 8);
    boolean small = runtime.maxMemory() < SMALL_HEAP;
    return new WriterSettings(
        level, small ? 16 << 20 : 32 << 20, small ? 4 << 20 : 8 << 20, threads, 3, 12 << 20);
  }
}
