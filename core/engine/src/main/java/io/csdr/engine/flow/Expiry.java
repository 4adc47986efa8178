package io.csdr.engine.flow;

import io.csdr.engine.catalog.Retention;
import io.csdr.model.ProgressEvent;
import io.csdr.vault.commit.CommitHeader;
import java.time.Instant;

/// Removes the expired backups of the cluster from the vault, as [Retention] allows.
record Expiry(Site site) {

  void removeExpired(String clusterUid) {
    for (CommitHeader header : new Retention(site.vault()).expired(clusterUid, Instant.now())) {
      site.vault().delete(header.ref());
      site.progress().on(new ProgressEvent.Step("removed expired backup " + header.name()));
    }
  }
}
