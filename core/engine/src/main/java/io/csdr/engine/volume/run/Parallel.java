package io.csdr.engine.volume.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// Does the same with many things, several at a time.
public final class Parallel {
  private Parallel() {}

  /// What is done with one thing.
  @FunctionalInterface
  public interface Work<T, R> {
    /// Does it; an interrupt means to stop and clean up.
    R on(T item) throws InterruptedException;
  }

  /// The results in the order of `items`. When one fails with an exception, or this thread is
  /// interrupted, all others are interrupted, and their clean-ups are waited for.
  public static <T, R> List<R> map(int limit, List<T> items, Work<T, R> work)
      throws InterruptedException {
    Semaphore turns = new Semaphore(limit);
    AtomicBoolean over = new AtomicBoolean();
    List<Future<R>> futures = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        for (T item : items) {
          futures.add(threads.submit(() -> inTurn(turns, over, item, work)));
        }
        List<R> results = new ArrayList<>();
        for (Future<R> future : futures) {
          results.add(future.get());
        }
        return results;
      } catch (ExecutionException e) {
        throw unwrapped(e);
      } finally {
        over.set(true);
        futures.forEach(future -> future.cancel(true));
      }
    }
  }

  /// Whoever stops leaves a turn to one that waits, which must not begin any more.
  private static <T, R> R inTurn(Semaphore turns, AtomicBoolean over, T item, Work<T, R> work)
      throws InterruptedException {
    turns.acquire();
    try {
      if (over.get()) {
        throw new InterruptedException();
      }
      return work.on(item);
    } finally {
      turns.release();
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) throws InterruptedException {
    if (e.getCause() instanceof RuntimeException broken) {
      return broken;
    }
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    if (e.getCause() instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    return new IllegalStateException(e);
  }
}
