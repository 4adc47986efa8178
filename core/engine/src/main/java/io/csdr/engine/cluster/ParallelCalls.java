package io.csdr.engine.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Runs independent pieces of work that mostly wait for the API server, so many at a time.
public final class ParallelCalls {
  private final int width;

  /// At most `width` pieces run at once.
  public ParallelCalls(int width) {
    this.width = width;
  }

  /// Returns when all work is done. The first exception stops the rest and is thrown; an interrupt stops
  /// everything and becomes a [CancellationException].
  public void run(Collection<? extends Runnable> work) {
    Semaphore turns = new Semaphore(width);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> futures = new ArrayList<>();
      try {
        for (Runnable piece : work) {
          turns.acquire();
          futures.add(threads.submit(() -> inTurn(piece, turns)));
        }
        for (Future<?> future : futures) {
          future.get();
        }
      } catch (InterruptedException e) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted");
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw unwrapped(e);
      }
    }
  }

  private static void inTurn(Runnable piece, Semaphore turns) {
    try {
      piece.run();
    } finally {
      turns.release();
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException(e.getCause());
  }
}
