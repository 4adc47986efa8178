package io.csdr.engine.catalog;

import io.csdr.vault.commit.CommitRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of a listing. `ref` is null for a run that has no backup to show (yet).
public record BackupRow(
    String name,
    String runId,
    String clusterUid,
    List<String> namespaces,
    Instant started,
    BackupSummary summary,
    @Nullable CommitRef ref) {
  public BackupRow {
    namespaces = List.copyOf(namespaces);
  }
}
