package io.csdr.cli.command.backups;

import io.csdr.cli.command.BackupFinder;
import io.csdr.cli.command.BackupFinder.Found;
import io.csdr.cli.command.Shell;
import io.csdr.cli.command.TypedNames;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.term.Prompt;
import io.csdr.engine.catalog.Catalog;
import io.csdr.vault.Vault;
import io.csdr.vault.commit.CommitHeader;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `delete`.
@Command(
    name = "delete",
    header = "Delete backups",
    description = {
      "Delete backups. A deleted backup can no longer be restored. Its data stays in the vault until garbage is",
      "collected, since other backups may share it."
    },
    customSynopsis = "BACKUP...",
    footer = {"  # Delete a backup", "  kubectl csdr delete shop-20261121-041500 --yes"})
public final class DeleteCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "BACKUP", description = "Names or run ids.")
  private List<String> words = List.of();

  @Option(names = "--yes", description = "Do not ask for a confirmation.")
  private boolean yes;

  @Mixin private VaultFlags vaults = new VaultFlags();

  private final Shell shell;

  public DeleteCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    List<String> names = TypedNames.of(words);
    new Prompt(shell.terminal()).confirm("Delete " + String.join(", ", names) + " for ever", yes);
    for (String name : names) {
      try (Found found = new BackupFinder(shell, vaults).find(name)) {
        Vault vault = found.vault().vault();
        CommitHeader backup = new Catalog(vault).header(found.name());
        vault.delete(backup.ref());
        shell
            .terminal()
            .tell("applicationbackup.csdr.alibabacloud.com/" + backup.name() + " deleted");
      }
    }
    shell.terminal().say("Space returns when garbage is collected.");
    return ExitCode.DONE.number();
  }
}
