package io.csdr.cli.command.vault;

import io.csdr.cli.command.Shell;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.CliException;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.term.Prompt;
import io.csdr.cli.vault.KeyFolder;
import io.csdr.cli.vault.KeyOffers;
import io.csdr.cli.vault.OpenVault;
import io.csdr.vault.Vault;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.KeyMaterial;
import io.csdr.vault.key.Passphrase;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `vault key add`.
@Command(
    name = "add",
    header = "Let one more key open a vault",
    description = {
      "Let one more key open a vault. The data is not written again: every key wraps the same master",
      "key. Without a flag a new passphrase is asked for."
    },
    footer = {
      "  # Add a passphrase to the default vault",
      "  kubectl csdr vault key add",
      "",
      "  # Make one more key file for the vault 'nightly', to be kept elsewhere",
      "  kubectl csdr vault key add --vault nightly --new-key-file /media/stick/nightly.key"
    })
public final class VaultKeyAddCommand implements Callable<Integer> {
  @Mixin private VaultFlags flags = new VaultFlags();

  @Option(
      names = "--new-key-file",
      paramLabel = "FILE",
      description = "Write a new key into this file, which must not exist yet.")
  private @Nullable String newKeyFile;

  @Option(
      names = "--new-passphrase-file",
      paramLabel = "FILE",
      description = "A file whose first line is the new passphrase.")
  private @Nullable String newPassphraseFile;

  @Option(
      names = "--label",
      paramLabel = "TEXT",
      description = "What to call the key; anybody who sees the vault can read it.")
  private String label = "";

  private final Shell shell;

  public VaultKeyAddCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (newKeyFile != null && newPassphraseFile != null) {
      throw CliException.usage(
          "--new-key-file and --new-passphrase-file exclude each other", "add one key at a time");
    }
    try (OpenVault vault = shell.vaults(flags).open()) {
      String id = vault.vault().addSlot(newKey(vault.vault()), label).id();
      shell.terminal().out().println("key/" + id + " added");
    }
    return ExitCode.DONE.number();
  }

  private KeyMaterial newKey(Vault vault) {
    if (newKeyFile != null) {
      KeyFile key = KeyFile.random(vault.id());
      KeyFolder.write(key, shell.environment().path(newKeyFile));
      return key;
    }
    if (newPassphraseFile != null) {
      return new Passphrase(KeyOffers.firstLine(shell.environment().path(newPassphraseFile)));
    }
    Prompt prompt = new Prompt(shell.terminal());
    if (!prompt.possible()) {
      throw CliException.usage(
          "no new key was named", "give --new-key-file or --new-passphrase-file");
    }
    String first = prompt.secret("New passphrase: ");
    if (first.isEmpty() || !first.equals(prompt.secret("The same again: "))) {
      throw CliException.failed("the passphrases are empty or differ", "nothing was added");
    }
    return new Passphrase(first);
  }
}
