package io.csdr.cli.command.run;

import io.csdr.cli.command.BackupFinder;
import io.csdr.cli.command.BackupFinder.Found;
import io.csdr.cli.command.Shell;
import io.csdr.cli.flag.FormatFlag;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.print.OutputFormat;
import io.csdr.engine.flow.ResumeFlow;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `resume`.
@Command(
    name = "resume",
    header = "Continue a backup, restore or migration that was interrupted",
    description = {
      "Do again what an interrupted backup, restore or migration was asked to do. What had reached the vault",
      "is not moved twice."
    },
    customSynopsis = "NAME",
    footer = {
      "  # Continue after the plugin was killed",
      "  kubectl csdr resume shop-20261121-041500"
    })
public final class ResumeCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RUN", description = "Name or run id.")
  private String name = "";

  @Mixin private VaultFlags vaults = new VaultFlags();
  @Mixin private FormatFlag output = new FormatFlag();

  private final Shell shell;

  public ResumeCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    OutputFormat format = output.format();
    try (Found found = new BackupFinder(shell, vaults).find(name);
        Workplace work = new Workplace(shell, found.vault());
        Interruption _ = Interruption.guard(shell.terminal())) {
      Reports reports = new Reports(shell.terminal());
      return switch (new ResumeFlow(work.site(), Workplace.contexts(shell)).run(found.name())) {
        case ResumeFlow.Resumed.Backup(var backup) -> reports.backup(backup, format).number();
        case ResumeFlow.Resumed.Restore(var restore) -> reports.restore(restore, format).number();
        case ResumeFlow.Resumed.Migration(var restore) -> reports.restore(restore, format).number();
      };
    }
  }
}
