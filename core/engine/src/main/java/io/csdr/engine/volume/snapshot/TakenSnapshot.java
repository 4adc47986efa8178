package io.csdr.engine.volume.snapshot;

import io.csdr.model.PvcRef;

/// One snapshot that the driver has cut; it may not be ready to be read yet. `staging` is the namespace
/// in which it is to be mounted and `stagingClass` the StorageClass for that.
public record TakenSnapshot(
    PvcRef claim,
    String name,
    String snapshotClass,
    boolean block,
    long minimumBytes,
    String stagingClass,
    String staging) {
  /// How the claim is named in messages.
  String object() {
    return "persistentvolumeclaims " + claim;
  }

  /// Whether it is mounted in another namespace than that of the claim.
  boolean travels() {
    return !staging.equals(claim.namespace());
  }
}
