package io.csdr.cli.command.run;

import io.csdr.cli.term.Terminal;
import java.time.Duration;

/// While it is open, an interrupt from the keyboard or SIGTERM ends the current thread's work in order: the
/// thread is interrupted, cleans up, tells how it ended and ends the process by itself.
public final class Interruption implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Thread hook;

  private Interruption(Thread worker, Terminal terminal) {
    this.hook =
        Thread.ofPlatform()
            .unstarted(() -> {
              terminal.say("interrupted: cleaning up");
              worker.interrupt();
              await(worker);
            });
  }

  /// Guards the current thread's work.
  public static Interruption guard(Terminal terminal) {
    Interruption interruption = new Interruption(Thread.currentThread(), terminal);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already; the hook keeps it until this thread ends it with its exit
      // code.
    }
  }

  /// The worker ends the process itself; this only limits how long that may take.
  private static void await(Thread worker) {
    try {
      boolean _ = worker.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
