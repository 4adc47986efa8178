package io.csdr.engine.flow;

import io.csdr.model.Failure;
import io.csdr.model.api.ApplicationBackup;
import java.util.List;

/// What a backup would save. `resource` is its record as it would begin, in phase New and with what is
/// known of its volumes; `kinds` counts the objects to be saved by kind, `exclusions` those left out by
/// rule, and `kindsLeftOut` the kinds that a rule leaves out as a whole.
public record BackupPreview(
    ApplicationBackup resource,
    List<Count> kinds,
    List<Count> exclusions,
    List<Count> kindsLeftOut,
    List<Failure> failures,
    long failureCount) {
  public BackupPreview {
    kinds = List.copyOf(kinds);
    exclusions = List.copyOf(exclusions);
    kindsLeftOut = List.copyOf(kindsLeftOut);
    failures = List.copyOf(failures);
  }

  /// So many of this name.
  public record Count(String name, long count) {}
}
