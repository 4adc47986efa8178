package io.csdr.vault.pipeline;

import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.codec.Level;

/// How a writer works: the level of compression, the target length of data and metadata packs in bytes,
/// the number of compressing and sealing threads, how many data packs it holds in memory at once (two
/// are filled, the others are on their way to the store), and how many plain bytes wait at most.
public record WriterSettings(
    Level level, int dataPack, int metaPack, int threads, int dataPacksHeld, int waiting) {
  private static final int MIB = 1 << 20;

  public WriterSettings {
    if (dataPack < 1 || metaPack < 1 || threads < 1 || dataPacksHeld < 3) {
      throw new IllegalArgumentException("writer settings out of range");
    }
    if (waiting < BlobWriter.MAX_BLOB) {
      throw new IllegalArgumentException("the largest blob must be able to wait");
    }
  }

  /// What suits this process: packs of 32 and 8 MiB, less where a tenth of the heap is less.
  public static WriterSettings of(Level level) {
    Runtime runtime = Runtime.getRuntime();
    int threads = Math.clamp(runtime.availableProcessors(), 1, 8);
    return of(level, threads, runtime.maxMemory());
  }

  static WriterSettings of(Level level, int threads, long heap) {
    int dataPack = Math.clamp(Long.highestOneBit(heap / 10), 4 * MIB, 32 * MIB);
    int waiting = Math.clamp(heap / 12, BlobWriter.MAX_BLOB, 24 * MIB);
    return new WriterSettings(level, dataPack, dataPack / 4, threads, 3, waiting);
  }
}
