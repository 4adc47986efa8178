package io.csdr.engine.volume.claim;

import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import java.util.Locale;
import java.util.Set;

/// Tells where a PersistentVolume's bytes lie.
final class VolumeSources {
  /// In-tree kinds that are gone from Kubernetes, or that cannot be mounted by a claim any more.
  private static final Set<String> GONE =
      Set.of(
          "flexVolume",
          "flocker",
          "quobyte",
          "storageos",
          "scaleIO",
          "photonPersistentDisk",
          "glusterfs",
          "cephfs",
          "rbd");

  private VolumeSources() {}

  static VolumeSource of(PersistentVolumeSpec spec) {
    if (spec.getCsi() != null) {
      return new VolumeSource.Csi(spec.getCsi().getDriver(), spec.getCsi().getVolumeHandle());
    }
    if (spec.getLocal() != null) {
      return new VolumeSource.Local();
    }
    if (spec.getHostPath() != null) {
      return new VolumeSource.HostPath();
    }
    String kind = kind(spec);
    return GONE.contains(kind) ? new VolumeSource.Unsupported(kind) : new VolumeSource.InTree(kind);
  }

  private static String kind(PersistentVolumeSpec spec) {
    Object[][] kinds = {
      {"nfs", spec.getNfs()},
      {"iscsi", spec.getIscsi()},
      {"fc", spec.getFc()},
      {"awsElasticBlockStore", spec.getAwsElasticBlockStore()},
      {"azureDisk", spec.getAzureDisk()},
      {"azureFile", spec.getAzureFile()},
      {"cinder", spec.getCinder()},
      {"gcePersistentDisk", spec.getGcePersistentDisk()},
      {"portworxVolume", spec.getPortworxVolume()},
      {"vsphereVolume", spec.getVsphereVolume()},
      {"flexVolume", spec.getFlexVolume()},
      {"flocker", spec.getFlocker()},
      {"quobyte", spec.getQuobyte()},
      {"storageos", spec.getStorageos()},
      {"scaleIO", spec.getScaleIO()},
      {"photonPersistentDisk", spec.getPhotonPersistentDisk()},
      {"glusterfs", spec.getGlusterfs()},
      {"cephfs", spec.getCephfs()},
      {"rbd", spec.getRbd()},
    };
    for (Object[] kind : kinds) {
      if (kind[1] != null) {
        return (String) kind[0];
      }
    }
    return spec.getAdditionalProperties().keySet().stream()
        .sorted()
        .findFirst()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .orElse("unknown");
  }
}
