package io.csdr.mover;

import io.csdr.vault.store.StoreException;
import io.csdr.vault.tunnel.TunnelSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// The program in a mover's pod. It says little and nothing that belongs to anybody: what a container prints
/// lands in the logs of its node.
///
/// Exit codes: 0 the host has the report, 1 it could not be delivered, 2 wrong arguments.
public final class MoverMain {
  private static final int UNDELIVERED = 1;
  private static final int USAGE = 2;

  /// Whoever waits for the volume must not wait for a mover that is stuck in a read.
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(4);

  private MoverMain() {}

  /// Runs to the end of the task. SIGTERM ends it at once: what was put into the vault and not yet flushed is lost,
  /// and nothing else is half done.
  public static void main(String[] args) {
    if (List.of(args).equals(List.of("--self-test"))) {
      System.exit(selfTest());
    }
    MoverArguments arguments;
    try {
      arguments = MoverArguments.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(USAGE);
      return;
    }
    System.exit(run(arguments));
  }

  private static int run(MoverArguments arguments) {
    try {
      System.err.println("mover of run " + arguments.run() + " waits for its host");
      new MoverRun(arguments, TunnelSettings.DEFAULT, MoverMain::endSoon).run();
      System.err.println("reported");
      return 0;
    } catch (IOException | StoreException e) {
      System.err.println("no report: " + e.getMessage());
      return UNDELIVERED;
    }
  }

  private static int selfTest() {
    try {
      MoverSelfTest.run();
      return 0;
    } catch (IOException | RuntimeException e) {
      System.err.println("self-test failed: " + e);
      return UNDELIVERED;
    }
  }

  private static void endSoon() {
    Thread.ofPlatform()
        .daemon()
        .name("mover-end")
        .start(() -> {
          try {
            Thread.sleep(LONGEST_FAREWELL);
          } catch (InterruptedException _) {
            // Then it ends even sooner.
          }
          Runtime.getRuntime().halt(UNDELIVERED);
        });
  }
}
