package io.csdr.vault.pipeline;

import io.csdr.vault.codec.Compressor;
import io.csdr.vault.codec.Level;
import io.csdr.vault.pack.EntrySealer;
import io.csdr.vault.seal.Suite;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A worker of a writer with its own compressor and sealer, which end with it.
final class PipelineThread extends Thread {
  private final Compressor compressor;
  private final EntrySealer sealer;

  private PipelineThread(Runnable work, Level level, Suite suite) {
    super(work, "vault-seal");
    setDaemon(true);
    this.compressor = new Compressor(level);
    this.sealer = new EntrySealer(suite);
  }

  /// Threads that end when they were idle for two seconds, so that a writer needs no closing.
  static ThreadPoolExecutor pool(int threads, Level level, Suite suite) {
    return lapsing(threads, work -> new PipelineThread(work, level, suite));
  }

  /// Plain daemon threads that end the same way.
  static ThreadPoolExecutor lapsing(int threads, java.util.concurrent.ThreadFactory factory) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, 2, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  static PipelineThread current() {
    return (PipelineThread) Thread.currentThread();
  }

  Compressor compressor() {
    return compressor;
  }

  EntrySealer sealer() {
    return sealer;
  }

  @Override
  public void run() {
    try (compressor) {
      super.run();
    }
  }
}
