package io.csdr.engine.flow;

import io.csdr.engine.cluster.Cluster;

/// The other clusters that the user can reach, by the names of their kubeconfig contexts.
@FunctionalInterface
public interface Contexts {
  /// Connects to the cluster of a context; whoever asked closes it.
  Cluster connect(String context);
}
