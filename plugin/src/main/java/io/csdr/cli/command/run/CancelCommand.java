package io.csdr.cli.command.run;

import io.csdr.cli.command.BackupFinder;
import io.csdr.cli.command.BackupFinder.Found;
import io.csdr.cli.command.Shell;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.engine.flow.CancelFlow;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cancel`.
@Command(
    name = "cancel",
    header = "End a backup, restore or migration that goes on or was interrupted",
    description = {
      "End a backup, restore or migration. A process that goes on is asked to end and does so within seconds;",
      "what a killed one left in the cluster is removed, and what a migration had stopped runs again. What had",
      "completed before it could be ended stays, and the output says so."
    },
    customSynopsis = "NAME",
    footer = {"  # Cancel a backup", "  kubectl csdr cancel shop-20261121-041500"})
public final class CancelCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RUN", description = "Name or run id.")
  private String name = "";

  @Option(
      names = "--force",
      description =
          "End a run of another machine without waiting for its process. Be sure that it is gone.")
  private boolean force;

  @Mixin private VaultFlags vaults = new VaultFlags();

  private final Shell shell;

  public CancelCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Found found = new BackupFinder(shell, vaults).find(name);
        Workplace work = new Workplace(shell, found.vault())) {
      CancelFlow.Ended ended =
          new CancelFlow(work.site(), Workplace.contexts(shell)).run(found.name(), force);
      shell.terminal().tell(name + " " + told(ended));
      return ExitCode.DONE.number();
    }
  }

  private static String told(CancelFlow.Ended ended) {
    return ended.tooLate()
        ? "was completed before the cancellation arrived ("
            + ended.phase()
            + "): it stays, and its run "
            + ended.run()
            + " is cleaned up"
        : "canceled (run " + ended.run() + ")";
  }
}
