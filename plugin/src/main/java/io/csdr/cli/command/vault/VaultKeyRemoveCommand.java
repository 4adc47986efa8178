package io.csdr.cli.command.vault;

import io.csdr.cli.command.Shell;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.CliException;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.term.Prompt;
import io.csdr.cli.vault.OpenVault;
import io.csdr.vault.VaultException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vault key remove ID`.
@Command(
    name = "remove",
    header = "Take a key's right to open a vault",
    description = {
      "Take a key's right to open a vault. The last key cannot be removed. Who copied the vault before",
      "can still open that copy with the key."
    },
    footer = {
      "  # Remove a key of the default vault",
      "  kubectl csdr vault key remove 5f0c3a91b2d84e6f9a7c1d2e3f405162"
    },
    customSynopsis = "ID")
public final class VaultKeyRemoveCommand implements Callable<Integer> {
  @Mixin private VaultFlags flags = new VaultFlags();

  @Parameters(index = "0", paramLabel = "ID")
  private String id = "";

  @Option(names = "--yes", description = "Do not ask for a confirmation.")
  private boolean yes;

  private final Shell shell;

  public VaultKeyRemoveCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (OpenVault vault = shell.vaults(flags).open()) {
      new Prompt(shell.terminal()).confirm("Remove key " + id, yes);
      vault.vault().removeSlot(id);
    } catch (IllegalArgumentException | VaultException.Incomplete e) {
      String message = e.getMessage();
      throw CliException.failed(
          message == null ? "the key cannot be removed" : message,
          "see the keys with: kubectl csdr vault key list",
          e);
    }
    shell.terminal().out().println("key/" + id + " removed");
    return ExitCode.DONE.number();
  }
}
