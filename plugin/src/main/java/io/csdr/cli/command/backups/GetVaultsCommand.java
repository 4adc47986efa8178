package io.csdr.cli.command.backups;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.cli.command.Shell;
import io.csdr.cli.flag.OutputFlags;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.print.Column;
import io.csdr.cli.print.View;
import io.csdr.cli.vault.KeyFolder;
import io.csdr.cli.vault.LocalVaults;
import io.csdr.cli.vault.VaultPlace;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.s3.S3Location;
import io.csdr.vault.key.VaultId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `get vaults`.
@Command(
    name = "vaults",
    aliases = "vault",
    header = "List the vaults of this machine",
    footer = {"  # List all vaults that go by a name", "  kubectl csdr get vaults"})
public final class GetVaultsCommand implements Callable<Integer> {
  @Mixin private OutputFlags output = new OutputFlags();

  private final Shell shell;

  private record Row(VaultPlace place, String id, boolean key) {}

  public GetVaultsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    KeyFolder keys = new KeyFolder(shell.environment());
    List<Row> rows =
        LocalVaults.list(shell.environment()).stream()
            .map(place ->
                LocalVaults.id(shell.environment(), place, shell.terminal()::warn)
                    .map(id -> new Row(place, id.toString(), hasKey(keys, id)))
                    .orElseGet(() -> new Row(place, "<unknown>", false)))
            .toList();
    if (rows.isEmpty()) {
      shell.terminal().say("No vaults found.");
    }
    output.printer(shell.terminal()).list(rows, VIEW);
    return ExitCode.DONE.number();
  }

  private static final View<Row> VIEW =
      new View<>(
          List.of(
              Column.of("NAME", row -> row.place().name()),
              Column.of("ID", Row::id),
              Column.of("KEY", row -> row.key() ? "present" : "<none>"),
              Column.wide("LOCATION", row -> row.place().where())),
          GetVaultsCommand::tree,
          row -> "backuplocation.csdr.alibabacloud.com/" + row.place().name());

  private static boolean hasKey(KeyFolder keys, VaultId id) {
    return Files.exists(keys.file(id));
  }

  private static JsonNode tree(Row row) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("apiVersion", ApplicationBackup.API_VERSION).put("kind", "BackupLocation");
    tree.putObject("metadata").put("name", row.place().name());
    ObjectNode spec = tree.putObject("spec");
    switch (row.place()) {
      case VaultPlace.InDirectory(String _, Path directory) -> {
        spec.put("provider", "filesystem");
        spec.putObject("config").put("directory", directory.toString());
      }
      case VaultPlace.InS3(S3Location location) -> {
        spec.put("provider", "s3");
        spec.putObject("objectStorage")
            .put("bucket", location.bucket())
            .put("prefix", location.prefix());
      }
    }
    tree.putObject("status").put("vaultId", row.id());
    return tree;
  }
}
