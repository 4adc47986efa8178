package io.csdr.engine.volume.gate;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;

/// A restored claim on its way: `target` is what it shall be, `mount` the namespace and claim that the
/// filling mover mounts. `gated` says that pods of the target wait until the hand-over by themselves;
/// otherwise nobody may use it until it is filled.
public record GatedClaim(
    PersistentVolumeClaim target, String mountNamespace, String mount, boolean gated) {
  /// How the target is named in messages.
  public String object() {
    return GateObjects.object(target);
  }

  /// Whether the volume is a raw device.
  public boolean block() {
    return "Block".equals(target.getSpec().getVolumeMode());
  }
}
