package io.csdr.vault.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Does the same with many objects, several at a time, because most of a small call is waiting.
public final class ParallelCalls {
  private static final int THREADS = 8;

  private ParallelCalls() {}

  /// The results in the order of the items. The first exception ends it, in the order of the items.
  public static <T, R> List<R> map(List<T> items, Function<T, R> call) {
    if (items.size() < 2) {
      return items.stream().map(call).toList();
    }
    int threads = Math.min(THREADS, items.size());
    List<R> results = new ArrayList<>(items.size());
    try (ExecutorService pool =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("vault-read").factory())) {
      List<Future<R>> futures = new ArrayList<>(items.size());
      items.forEach(item -> futures.add(pool.submit(() -> call.apply(item))));
      try {
        for (Future<R> future : futures) {
          results.add(future.get());
        }
      } catch (ExecutionException e) {
        pool.shutdownNow();
        throw unwrapped(e);
      } catch (InterruptedException e) {
        pool.shutdownNow();
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while reading", e);
      }
    }
    return results;
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      case null, default -> new IllegalStateException(e);
    };
  }
}
