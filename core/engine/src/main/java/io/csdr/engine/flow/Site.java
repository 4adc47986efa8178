package io.csdr.engine.flow;

import io.csdr.engine.cluster.Cluster;
import io.csdr.model.ProgressSink;
import io.csdr.vault.Vault;
import java.nio.file.Path;

/// Where a flow works: the cluster, the vault with the name by which the user knows it, a private folder
/// for temporary files, and who is told how it goes.
public record Site(
    Cluster cluster, Vault vault, String vaultName, Path temporary, ProgressSink progress) {
  /// The same vault and user, another cluster.
  public Site on(Cluster other) {
    return new Site(other, vault, vaultName, temporary, progress);
  }
}
