package io.csdr.vault.tunnel;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Something that happens later unless it is cancelled, on a thread shared by all tunnels of a process.
final class Deadline {
  private static final ScheduledThreadPoolExecutor CLOCK = clock();

  private final Future<?> future;

  private Deadline(Future<?> future) {
    this.future = future;
  }

  /// Once, after a time.
  static Deadline after(Duration time, Runnable action) {
    return new Deadline(CLOCK.schedule(() -> start(action), time.toNanos(), TimeUnit.NANOSECONDS));
  }

  /// Again and again.
  static Deadline every(Duration time, Runnable action) {
    long nanos = time.toNanos();
    return new Deadline(
        CLOCK.scheduleAtFixedRate(() -> start(action), nanos, nanos, TimeUnit.NANOSECONDS));
  }

  void cancel() {
    future.cancel(false);
  }

  /// Closing a stream may block, which must not hold up the deadlines of others.
  private static void start(Runnable action) {
    Thread.ofVirtual().name("tunnel-deadline").start(action);
  }

  private static ScheduledThreadPoolExecutor clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("tunnel-clock").factory());
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }
}
