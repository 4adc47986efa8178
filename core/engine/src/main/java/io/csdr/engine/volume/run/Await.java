package io.csdr.engine.volume.run;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for something in the cluster by asking again, at first often, then once a second.
public final class Await {
  private static final long FIRST_MILLIS = 100;
  private static final long LAST_MILLIS = 1000;

  private Await() {}

  /// The first value that `probe` yields; empty when none came in time. Asks at least once.
  public static <T> Optional<T> value(Duration timeout, Supplier<Optional<T>> probe)
      throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    long pause = FIRST_MILLIS;
    while (true) {
      Optional<T> found = probe.get();
      if (found.isPresent() || System.nanoTime() - end >= 0) {
        return found;
      }
      Thread.sleep(pause);
      pause = Math.min(LAST_MILLIS, pause * 3 / 2);
    }
  }

  /// Whether `probe` became true in time.
  public static boolean until(Duration timeout, BooleanSupplier probe) throws InterruptedException {
    return value(timeout, () -> probe.getAsBoolean() ? Optional.of(true) : Optional.empty())
        .isPresent();
  }
}
