package io.csdr.engine.volume.claim;

/// One VolumeSnapshotClass. `preferred` is the label that Velero looks for, `isDefault` the cluster's
/// default annotation.
public record SnapshotClass(String name, String driver, boolean preferred, boolean isDefault) {}
