package io.csdr.cli.command.backups;

import io.csdr.cli.command.Shell;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.CliException;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.vault.OpenVault;
import io.csdr.cli.vault.Vaults;
import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.catalog.StoredBackup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
      "A deleted backup can be restored no more. Its space returns when garbage is collected, since other",
      "backups may share its data."
    },
    footer = {"  # Delete a backup", "  kubectl csdr delete shop-20261121-041500 --yes"})
public final class DeleteCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "NAME", description = "Names or run ids.")
  private List<String> names = List.of();

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Mixin private VaultFlags vaults = new VaultFlags();

  private final Shell shell;

  public DeleteCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    try (OpenVault vault = new Vaults(shell.environment(), vaults, shell.terminal()).open()) {
      Catalog catalog = new Catalog(vault.vault());
      List<StoredBackup> backups = new ArrayList<>();
      for (String name : names) {
        backups.add(catalog.openAny(name));
      }
      confirm();
      for (StoredBackup backup : backups) {
        vault.vault().delete(backup.header().ref());
        String name = backup.header().name();
        shell
            .terminal()
            .out()
            .println("applicationbackup.csdr.alibabacloud.com/" + name + " deleted");
      }
      shell.terminal().say("Space returns when garbage is collected.");
      return ExitCode.DONE.number();
    }
  }

  private void confirm() throws IOException {
    if (yes) {
      return;
    }
    if (!shell.terminal().ttys().in()) {
      throw CliException.usage("deleting needs a confirmation", "add --yes in scripts");
    }
    shell.terminal().ask("Delete " + String.join(", ", names) + " for ever? [y/N] ");
    String answer =
        new BufferedReader(new InputStreamReader(shell.terminal().in(), StandardCharsets.UTF_8))
            .readLine();
    if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
      throw CliException.failed("nothing was deleted", "");
    }
  }
}
