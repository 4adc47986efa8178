package io.csdr.engine.volume.snapshot;

import io.csdr.model.PvcRef;
import java.time.Instant;

/// One snapshot that the driver has cut; it may not be ready to be read yet. `staging` is the namespace
/// in which it is to be mounted, `stagingClass` the StorageClass for that, and `cut` the moment that it
/// shows, no later than that.
public record TakenSnapshot(
    PvcRef claim,
    String name,
    String snapshotClass,
    boolean block,
    long minimumBytes,
    String stagingClass,
    String staging,
    Instant cut) {
  /// How the claim is named in messages.
  String object() {
    return "persistentvolumeclaims " + claim;
  }

  /// Whether it is mounted in another namespace than that of the claim.
  boolean travels() {
    return !staging.equals(claim.namespace());
  }
}
