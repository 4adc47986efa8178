package io.csdr.engine.volume.claim;

/// Where a volume's bytes lie, as far as capturing them differs.
public sealed interface VolumeSource {
  /// Served by a CSI driver.
  record Csi(String driver, String handle) implements VolumeSource {}

  /// A disk or directory of one node.
  record Local() implements VolumeSource {}

  /// A directory of whichever node the pod runs on.
  record HostPath() implements VolumeSource {}

  /// Built into Kubernetes and mountable, but without snapshots: `nfs`, `iscsi`, `awsElasticBlockStore` …
  record InTree(String kind) implements VolumeSource {}

  /// Not known, because the PersistentVolume may not be read.
  record Unseen() implements VolumeSource {}

  /// Of a kind that no supported Kubernetes mounts any more, or that is not to be used: `flexVolume`,
  /// `rbd` …
  record Unsupported(String kind) implements VolumeSource {}
}
