package io.csdr.cli.command.vault;

import io.csdr.cli.command.Shell;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.CliException;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.print.Column;
import io.csdr.cli.print.OutputFormat;
import io.csdr.cli.print.Printer;
import io.csdr.cli.print.View;
import io.csdr.cli.vault.OpenVault;
import io.csdr.cli.vault.Vaults;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.KeyMaterial;
import io.csdr.vault.key.Passphrase;
import io.csdr.vault.key.SlotInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vault key`.
@Command(
    name = "key",
    header = "List, add or remove the keys of a vault",
    customSynopsis = "(list | add | remove SLOT) [options]",
    footer = {
      "  # Who can open the default vault",
      "  kubectl csdr vault key list",
      "",
      "  # Add a passphrase that is in a file",
      "  kubectl csdr vault key add --new-passphrase-file ./phrase"
    })
public final class VaultKeyCommand implements Callable<Integer> {
  private static final View<SlotInfo> SLOTS =
      new View<>(
          List.of(
              Column.of("SLOT", SlotInfo::id),
              Column.of("KIND", slot -> slot.kind().toString()),
              Column.of("LABEL", SlotInfo::label),
              Column.of("CREATED", slot -> slot.created().toString())),
          slot -> ResourceJson.tree(Map.of("slot", slot.id(), "label", slot.label())),
          SlotInfo::id);

  @Parameters(index = "0", paramLabel = "VERB")
  private String verb = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "SLOT")
  private @Nullable String slot;

  @Option(
      names = "--new-passphrase-file",
      paramLabel = "FILE",
      description = "File whose first line becomes a passphrase of the vault.")
  private @Nullable String passphraseFile;

  @Option(
      names = "--new-key-file",
      paramLabel = "FILE",
      description = "File to which a new key of the vault is written; it must not exist.")
  private @Nullable String keyFile;

  @Mixin private VaultFlags vaults = new VaultFlags();

  private final Shell shell;

  public VaultKeyCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    try (OpenVault vault = new Vaults(shell.environment(), vaults, shell.terminal()).open()) {
      switch (verb) {
        case "list" ->
            new Printer(shell.terminal().out(), new OutputFormat.Table(false), true)
                .list(vault.vault().slots(), SLOTS);
        case "add" -> {
          SlotInfo added = vault.vault().addSlot(material(vault), "added");
          shell.terminal().out().println("slot/" + added.id() + " added");
        }
        case "remove" -> {
          if (slot == null) {
            throw CliException.usage("which slot to remove is missing", "see: vault key list");
          }
          vault.vault().removeSlot(slot);
          shell.terminal().out().println("slot/" + slot + " removed");
        }
        default -> throw CliException.usage("unknown: key " + verb, "use list, add or remove");
      }
      return ExitCode.DONE.number();
    }
  }

  private KeyMaterial material(OpenVault vault) throws IOException {
    if ((passphraseFile == null) == (keyFile == null)) {
      throw CliException.usage(
          "what to add is not clear", "give --new-passphrase-file or --new-key-file");
    }
    if (passphraseFile != null) {
      Path path = shell.environment().path(passphraseFile);
      String phrase = Files.readString(path).lines().findFirst().orElse("");
      if (phrase.isBlank()) {
        throw CliException.failed(path + " has no passphrase in its first line", "");
      }
      return new Passphrase(phrase);
    }
    KeyFile key = KeyFile.random(vault.vault().id());
    Path path = shell.environment().path(String.valueOf(keyFile));
    Files.createFile(
        path,
        java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
            java.nio.file.attribute.PosixFilePermissions.fromString("rw-------")));
    Files.writeString(path, key.toText());
    return key;
  }
}
