package io.csdr.cli.command.backups;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.cli.command.OpenVaults;
import io.csdr.cli.command.Shell;
import io.csdr.cli.command.TypedNames;
import io.csdr.cli.flag.OutputFlags;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.CliException;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.vault.OpenVault;
import io.csdr.engine.catalog.BackupRow;
import io.csdr.engine.catalog.Catalog;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.Vault;
import io.csdr.vault.commit.Damaged;
import io.csdr.vault.commit.Listed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `get backups`.
@Command(
    name = "backups",
    aliases = "backup",
    header = "List backups",
    description = {
      "List the backups of one vault, or of all vaults of this machine. Backups that go on, were",
      "canceled or interrupted are listed too."
    },
    footer = {
      "  # List all backups",
      "  kubectl csdr get backups",
      "",
      "  # List the backups of the vault 'nightly' with more columns",
      "  kubectl csdr get backups --vault nightly -o wide"
    },
    customSynopsis = "[BACKUP...]")
public final class GetBackupsCommand implements Callable<Integer> {
  @Mixin private VaultFlags flags = new VaultFlags();
  @Mixin private OutputFlags output = new OutputFlags();

  @Parameters(paramLabel = "BACKUP")
  private List<String> words = List.of();

  private final Shell shell;

  public GetBackupsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    List<String> names = words.stream().map(TypedNames::bare).toList();
    List<BackupListing> found = new ArrayList<>();
    boolean whole = true;
    try (OpenVaults vaults = OpenVaults.of(shell, flags)) {
      for (OpenVault vault : vaults.all()) {
        Listed<BackupRow> listed = new Catalog(vault.vault()).listed();
        listed.whole().stream()
            .map(row -> new BackupListing(vault.place().name(), row))
            .filter(item -> names.isEmpty() || names.stream().anyMatch(item::isCalled))
            .forEach(found::add);
        for (Damaged damaged : listed.damaged()) {
          whole = false;
          shell
              .terminal()
              .warn(
                  "vault %s: %s cannot be read and is not listed: %s"
                      .formatted(vault.place().name(), damaged.key(), damaged.reason()));
        }
      }
      requireAll(names, found);
      if (found.isEmpty()) {
        shell.terminal().say("No backups found.");
      }
      output
          .printer(shell.terminal())
          .list(found, BackupListing.view(Instant.now(), item -> resource(item, vaults)));
      return vaults.complete() && whole ? ExitCode.DONE.number() : ExitCode.FAILED.number();
    }
  }

  private static void requireAll(List<String> names, List<BackupListing> found) {
    for (String name : names) {
      if (found.stream().noneMatch(item -> item.isCalled(name))) {
        throw CliException.failed(
            "there is no backup '" + name + "'", "see them with: kubectl csdr get backups");
      }
    }
  }

  private static JsonNode resource(BackupListing item, OpenVaults vaults) {
    Vault vault = vaults.get(item.vault());
    return item.row().ref() == null
        ? item.outline()
        : ResourceJson.tree(new Catalog(vault).open(item.row().runId()).resource());
  }
}
