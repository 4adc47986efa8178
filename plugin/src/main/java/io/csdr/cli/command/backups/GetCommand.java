package io.csdr.cli.command.backups;

import io.csdr.cli.command.Shell;
import io.csdr.cli.env.Environment;
import io.csdr.cli.flag.OutputFlags;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.CliException;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.print.Column;
import io.csdr.cli.print.View;
import io.csdr.cli.text.Age;
import io.csdr.cli.text.ByteSize;
import io.csdr.cli.vault.OpenVault;
import io.csdr.cli.vault.VaultPlace;
import io.csdr.cli.vault.Vaults;
import io.csdr.engine.catalog.BackupRow;
import io.csdr.engine.catalog.BackupSummary;
import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.catalog.StoredBackup;
import io.csdr.model.api.ResourceJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `get`.
@Command(
    name = "get",
    header = "List backups",
    customSynopsis = "backups [NAME] [options]",
    description = {
      "Lists the backups of a vault, and the runs that were interrupted, failed or go on."
    },
    footer = {
      "  # List all backups",
      "  kubectl csdr get backups",
      "",
      "  # The whole record of one",
      "  kubectl csdr get backups shop-20261121-041500 -o yaml"
    })
public final class GetCommand implements Callable<Integer> {
  private static final String NONE = "<none>";

  @Parameters(index = "0", paramLabel = "TYPE")
  private String type = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME")
  private @Nullable String name;

  @Mixin private VaultFlags vaults = new VaultFlags();
  @Mixin private OutputFlags output = new OutputFlags();

  private final Shell shell;

  public GetCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (!List.of("backup", "backups", "applicationbackups").contains(type)) {
      throw CliException.usage("'" + type + "' cannot be listed", "use: kubectl csdr get backups");
    }
    Environment environment = shell.environment();
    Vaults places = new Vaults(environment, vaults, shell.terminal());
    if (!places.exists() && places.place().isDefault()) {
      shell.terminal().say("No backups yet. Make one with: kubectl csdr backup ns NAMESPACE");
      return ExitCode.DONE.number();
    }
    try (OpenVault vault = places.open()) {
      Catalog catalog = new Catalog(vault.vault());
      View<BackupRow> view = view(catalog, vault.place());
      List<BackupRow> rows = catalog.list();
      if (name != null) {
        output.printer(shell.terminal()).one(one(rows, name), view);
      } else if (rows.isEmpty()) {
        shell.terminal().say("No backups in vault " + vault.place().name());
      } else {
        output.printer(shell.terminal()).list(rows, view);
      }
      return ExitCode.DONE.number();
    }
  }

  private static BackupRow one(List<BackupRow> rows, String wanted) {
    return rows.reversed().stream()
        .filter(row -> row.name().equals(wanted) || row.runId().equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            CliException.failed(
                "there is no backup " + wanted, "see them with: kubectl csdr get backups"));
  }

  private static View<BackupRow> view(Catalog catalog, VaultPlace place) {
    Instant now = Instant.now();
    return new View<>(
        List.of(
            Column.of("NAME", BackupRow::name),
            Column.of("STATUS", row -> row.summary().phase()),
            Column.of("CONSISTENCY", of(s -> s.consistency() == null ? NONE : s.consistency())),
            Column.of("OBJECTS", of(s -> Long.toString(s.objects()))),
            Column.of("VOLUMES", of(s -> Integer.toString(s.volumes()))),
            Column.of("SIZE", of(s -> ByteSize.of(s.bytes()))),
            Column.wide("NEW", of(s -> ByteSize.of(s.newBytes()))),
            Column.wide("FAILURES", of(s -> Long.toString(s.failures()))),
            Column.wide("RUN", BackupRow::runId),
            Column.wide("CLUSTER", BackupRow::clusterUid),
            Column.of("VAULT", row -> place.name()),
            Column.of("AGE", row -> Age.of(Duration.between(row.started(), now)))),
        row ->
            row.ref() == null
                ? ResourceJson.tree(Map.of("name", row.name(), "status", row.summary()))
                : ResourceJson.tree(stored(catalog, row).resource()),
        row -> "applicationbackup.csdr.alibabacloud.com/" + row.name());
  }

  private static StoredBackup stored(Catalog catalog, BackupRow row) {
    return catalog.openAny(row.runId());
  }

  private static Function<BackupRow, String> of(Function<BackupSummary, String> cell) {
    return row -> cell.apply(row.summary());
  }
}
