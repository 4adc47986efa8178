package io.csdr.cli.command.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// While it is open, an interrupt from the keyboard or SIGTERM ends the current thread's work in order: the
/// thread is interrupted, cleans up, and only then does the process end.
public final class Interruption implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  private Interruption(Thread worker) {
    this.hook =
        Thread.ofPlatform()
            .unstarted(() -> {
              worker.interrupt();
              await();
            });
  }

  /// Guards the current thread's work.
  public static Interruption guard() {
    Interruption interruption = new Interruption(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already; the hook has been told that the work is over.
    }
  }

  private void await() {
    try {
      boolean over = done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assert over || PATIENCE.isPositive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
