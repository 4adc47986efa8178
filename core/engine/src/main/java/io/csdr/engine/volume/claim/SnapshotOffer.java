package io.csdr.engine.volume.claim;

/// Whether and how the volume's driver makes snapshots.
public sealed interface SnapshotOffer {
  /// By this VolumeSnapshotClass; a volume made from the snapshot gets `storageClass`.
  record Offered(String snapshotClass, String storageClass) implements SnapshotOffer {}

  /// Not at all, for this reason.
  record NotOffered(String reason, String fix) implements SnapshotOffer {}

  /// The user named a class that cannot be used, or several fit and none is preferred; guessing would
  /// be wrong.
  record Undecided(String reason, String fix) implements SnapshotOffer {}
}
