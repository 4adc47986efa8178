package io.csdr.engine.volume.claim;

import org.jspecify.annotations.Nullable;

/// One pod that mounts a claim and has not finished. `node` is null until it is scheduled.
public record ClaimUser(String pod, String uid, @Nullable String node, boolean terminating) {

  /// Whether the pod holds the volume on a node and means to stay.
  public boolean settled() {
    return node != null && !terminating;
  }
}
