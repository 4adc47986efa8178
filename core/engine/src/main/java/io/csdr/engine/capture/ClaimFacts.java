package io.csdr.engine.capture;

import io.csdr.engine.cluster.KubeObject;
import io.csdr.model.PvcRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of one claim in scope: the PVC, its PV and StorageClass where it has them and they could
/// be read, and the pods that use it, running or not.
public record ClaimFacts(
    PvcRef claim,
    KubeObject object,
    @Nullable KubeObject volume,
    @Nullable KubeObject storageClass,
    List<PodUse> pods) {

  public ClaimFacts {
    pods = List.copyOf(pods);
  }

  /// One pod that mounts or attaches the claim. `node` is empty before it is scheduled, `phase` is the
  /// pod's, `terminating` whether it is on its way out.
  public record PodUse(
      String pod, String node, String phase, boolean readOnly, boolean terminating) {
    /// Whether the pod has the volume in use on its node now.
    public boolean active() {
      return !node.isEmpty() && (phase.equals("Running") || phase.equals("Pending"));
    }
  }

  /// Pending, Bound or Lost.
  public String phase() {
    return object.text("/status/phase");
  }

  /// Whether the claim is for a raw block device.
  public boolean block() {
    return object.text("/spec/volumeMode").equals("Block");
  }

  /// `ReadWriteOnce` and its kind.
  public List<String> accessModes() {
    List<String> modes = new ArrayList<>();
    object.at("/spec/accessModes").forEach(mode -> modes.add(mode.asText("")));
    return modes;
  }

  /// The StorageClass's name, empty where the claim has none.
  public String storageClassName() {
    return object.text("/spec/storageClassName");
  }

  /// The CSI driver behind the PV, or null when it is no CSI volume or there is no PV.
  public @Nullable String driver() {
    return volume == null || volume.text("/spec/csi/driver").isEmpty()
        ? null
        : volume.text("/spec/csi/driver");
  }

  /// The nodes that have it in use now.
  public List<String> nodes() {
    return pods.stream().filter(PodUse::active).map(PodUse::node).distinct().sorted().toList();
  }
}
