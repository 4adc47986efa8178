package io.csdr.engine.flow;

import io.csdr.engine.catalog.Retention;
import io.csdr.model.ProgressEvent;
import io.csdr.vault.VaultException;
import io.csdr.vault.commit.CommitHeader;
import io.csdr.vault.store.StoreException;
import java.time.Instant;

/// Removes the expired backups of the cluster from the vault, as [Retention] allows. What cannot be
/// removed stays for the next time; the backup that was just made is not the worse for it.
record Expiry(Site site) {

  /// Removes them, but not what `run` made: a backup that took longer than it is to be kept is there when
  /// its maker says so.
  void removeExpired(String clusterUid, String run) {
    try {
      for (CommitHeader header : new Retention(site.vault()).expired(clusterUid, Instant.now())) {
        if (!header.runId().equals(run)) {
          site.vault().delete(header.ref());
          site.progress().on(new ProgressEvent.Step("removed expired backup " + header.name()));
        }
      }
    } catch (VaultException | StoreException e) {
      site.progress()
          .on(new ProgressEvent.Warning("expired backups could not be removed: " + e.getMessage()));
    }
  }
}
