package io.csdr.engine.flow;

import io.csdr.engine.catalog.Retention;
import io.csdr.model.ProgressEvent;
import io.csdr.vault.VaultException;
import io.csdr.vault.commit.CommitHeader;
import io.csdr.vault.commit.Run;
import io.csdr.vault.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Removes from the vault what has expired: backups of the cluster as [Retention] allows, and runs that ended
/// long ago. What cannot be removed stays for the next time; the backup that was just made is not the worse
/// for it.
record Expiry(Site site) {
  /// How long the journal remembers a run after its end.
  static final Duration MEMORY = Duration.ofDays(30);

  /// Removes all that `run` finds expired when it has ended, but not what it made itself: a backup that took
  /// longer than it is to be kept is there when its maker says so.
  void removeExpired(Run run) {
    try {
      removeBackups(run);
      forgetRuns(run.started());
    } catch (VaultException | StoreException e) {
      site.progress()
          .on(
              new ProgressEvent.Warning(
                  "what has expired in the vault could not be removed: " + e.getMessage()));
    }
  }

  /// By the store's time: a machine whose clock is ahead would remove what is still to be kept.
  private void removeBackups(Run run) {
    Retention retention = new Retention(site.vault());
    for (CommitHeader header : retention.expired(run.clusterUid(), run.started())) {
      if (!header.runId().equals(run.runId())) {
        site.vault().delete(header.ref());
        site.progress().on(new ProgressEvent.Step("removed expired backup " + header.name()));
      }
    }
  }

  /// Ends and starts are the store's times, so no clock of a writer counts. While one run of a name has no
  /// end, all of that name stay: what resumes a migration reads the notes of those before it.
  private void forgetRuns(Instant now) {
    List<Run> runs = site.vault().runs();
    Set<String> open = new HashSet<>();
    runs.stream().filter(run -> run.ended().isEmpty()).map(Run::name).forEach(open::add);
    for (Run run : runs) {
      boolean old = run.ended().filter(ended -> ended.plus(MEMORY).isBefore(now)).isPresent();
      if (old && !open.contains(run.name())) {
        site.vault().deleteRun(run);
      }
    }
  }
}
