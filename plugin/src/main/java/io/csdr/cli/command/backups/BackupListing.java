package io.csdr.cli.command.backups;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.cli.print.Column;
import io.csdr.cli.print.View;
import io.csdr.cli.text.Age;
import io.csdr.engine.catalog.BackupRow;
import io.csdr.engine.catalog.BackupSummary;
import io.csdr.model.ByteSize;
import io.csdr.model.api.ApplicationBackup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One backup of one vault in a listing.
record BackupListing(String vault, BackupRow row) {

  /// Whether a user who types this means it: `NAME`, `VAULT/NAME` or the run's id.
  boolean isCalled(String typed) {
    return typed.equals(row.name())
        || typed.equals(vault + "/" + row.name())
        || typed.equals(row.runId());
  }

  /// The columns; `resource` opens the whole backup.
  static View<BackupListing> view(Instant now, Function<BackupListing, JsonNode> resource) {
    return new View<>(
        List.of(
            Column.of("NAME", item -> item.row.name()),
            Column.of("VAULT", BackupListing::vault),
            Column.of("PHASE", item -> item.summary().phase()),
            Column.of("CONSISTENCY", item -> orNone(item.summary().consistency())),
            Column.of("OBJECTS", item -> String.valueOf(item.summary().objects())),
            Column.of("VOLUMES", item -> String.valueOf(item.summary().volumes())),
            Column.of("SIZE", item -> ByteSize.of(item.summary().bytes())),
            Column.wide("NEW", item -> ByteSize.of(item.summary().newBytes())),
            Column.wide("FAILURES", item -> String.valueOf(item.summary().failures())),
            Column.wide("NAMESPACES", item -> orNone(String.join(",", item.row.namespaces()))),
            Column.wide("RUN", item -> item.row.runId()),
            Column.wide("EXPIRES", item -> expires(item.summary().expiration(), now)),
            Column.of("AGE", item -> Age.of(Duration.between(item.row.started(), now)))),
        resource,
        item -> "applicationbackup.csdr.alibabacloud.com/" + item.row.name());
  }

  /// What is known of a run that has no backup.
  JsonNode outline() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("apiVersion", ApplicationBackup.API_VERSION).put("kind", "ApplicationBackup");
    tree.putObject("metadata").put("name", row.name()).put("namespace", "csdr");
    tree.putObject("spec").put("storageLocation", vault);
    tree.putObject("status")
        .put("phase", summary().phase())
        .put("run", row.runId())
        .put("startTimestamp", row.started().toString());
    return tree;
  }

  private BackupSummary summary() {
    return row.summary();
  }

  private static String orNone(@Nullable String text) {
    return text == null || text.isEmpty() ? "<none>" : text;
  }

  private static String expires(@Nullable Instant when, Instant now) {
    if (when == null) {
      return "<none>";
    }
    return when.isBefore(now) ? "expired" : Age.of(Duration.between(now, when));
  }
}
