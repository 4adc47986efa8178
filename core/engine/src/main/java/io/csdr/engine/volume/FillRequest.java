package io.csdr.engine.volume;

import io.csdr.engine.volume.gate.VolumeTraits;
import io.csdr.engine.volume.job.Placement;
import io.csdr.model.PvcRef;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import org.jspecify.annotations.Nullable;

/// One claim to be restored. `target` is the claim as it shall be, all rewriting done; it needs a namespace,
/// a name, access modes and a size, and any `volumeName` in it is ignored. `placement` is where the pods
/// that will use it may run.
public record FillRequest(
    PersistentVolumeClaim target, Content content, Placement placement, VolumeTraits traits) {
  /// What the volume gets.
  public sealed interface Content {
    /// The saved tree `root` (64 hexadecimal digits), `bytes` large. `lacking` is null for a whole tree,
    /// else why the backup has only a part of the data.
    record Tree(String root, long bytes, @Nullable String lacking) implements Content {}

    /// The backup has no data of it, for this reason; the claim is not created.
    record Missing(String reason) implements Content {}
  }

  /// The target's name.
  public PvcRef ref() {
    return new PvcRef(target.getMetadata().getNamespace(), target.getMetadata().getName());
  }
}
