package io.csdr.cli.command.vault;

import io.csdr.cli.command.Shell;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.vault.OpenVault;
import io.csdr.cli.vault.Vaults;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vault create`.
@Command(
    name = "create",
    header = "Make a vault",
    description = {
      "Makes a vault in a directory, with a random key file. The key file is outside the vault; whoever loses",
      "it, and has added no passphrase, can read nothing any more."
    },
    footer = {
      "  # A vault with a name",
      "  kubectl csdr vault create nightly",
      "",
      "  # A vault in a directory",
      "  kubectl csdr vault create /mnt/backup/csdr"
    })
public final class VaultCreateCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "NAME|/DIR")
  private String place = "";

  @Option(names = "--label", paramLabel = "TEXT", description = "What people call the vault.")
  private String label = "";

  private final Shell shell;

  public VaultCreateCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (OpenVault vault =
        new Vaults(shell.environment(), VaultFlags.of(place), shell.terminal()).create(label)) {
      shell.terminal().out().println("vault/" + vault.place().name() + " created");
      shell.terminal().say("Vault: " + vault.place().directory());
      shell.terminal().say("Key:   " + vault.newKey() + " (keep a copy elsewhere)");
      return ExitCode.DONE.number();
    }
  }
}
