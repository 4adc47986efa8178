package io.csdr.engine.flow;

import io.csdr.model.PvcRef;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.Vault;
import io.csdr.vault.commit.Run;
import io.csdr.vault.commit.RunEntry;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a migration writes into its journal during a switch, for the run that resumes it after a kill.
record MigrationNotes(Vault vault, String migration, String clusterUid) {
  private static final int STILL = 1001;
  private static final int LANDING = 1002;

  /// Run `backup` saved everything while the source stood still as `workloads` says ([SourceSwitch#standing]).
  record Still(String backup, Map<String, Long> workloads) {}

  /// When the restore of run `backup` began, `absent` was not at the target: what is there of it now, and is
  /// whole, has that backup's data.
  record Landing(String backup, List<PvcRef> absent) {}

  void write(Run run, Still still) {
    vault.appendRun(run, STILL, ResourceJson.write(still));
  }

  void write(Run run, Landing landing) {
    vault.appendRun(run, LANDING, ResourceJson.write(landing));
  }

  /// The newest backup run that saved the source as it still stands.
  Optional<String> saved(Map<String, Long> workloads) {
    return notes(STILL, Still.class).stream()
        .filter(still -> still.workloads().equals(workloads))
        .map(Still::backup)
        .findFirst();
  }

  /// The claims that an earlier attempt to restore this backup run brought to the target.
  Set<PvcRef> landed(String backup) {
    Set<PvcRef> claims = new HashSet<>();
    for (Landing landing : notes(LANDING, Landing.class)) {
      if (landing.backup().equals(backup)) {
        claims.addAll(landing.absent());
      }
    }
    return claims;
  }

  /// The notes of one kind in all runs of this migration, the newest first.
  private <T> List<T> notes(int seq, Class<T> type) {
    return vault.runs().stream()
        .filter(run -> run.kind().equals(MigrateFlow.MIGRATE))
        .filter(run -> run.name().equals(migration) && run.clusterUid().equals(clusterUid))
        .sorted(Comparator.comparing(Run::started).reversed())
        .flatMap(run -> vault.journal(run).stream())
        .filter(entry -> entry.seq() == seq)
        .map(RunEntry::body)
        .map(body -> ResourceJson.read(body, type))
        .toList();
  }
}
