package io.csdr.test.cluster;

import java.util.Locale;

/// Something that a test needs of a cluster and that not every cluster has.
public enum Capability {
  /// An API server that answers.
  CLUSTER,
  /// A ready node that runs pods.
  NODE,
  /// A StorageClass that provisions volumes.
  STORAGE,
  /// A VolumeSnapshotClass whose driver makes snapshots.
  SNAPSHOTS,
  /// An API server that tests may stop and start: the testbed's.
  OUTAGES,
  /// Another cluster beside it, with nodes and storage.
  SECOND_CLUSTER;

  /// The word that `CSDR_TEST_ALLOW_MISSING` uses.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
