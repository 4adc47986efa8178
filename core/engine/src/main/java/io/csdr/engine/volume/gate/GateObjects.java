package io.csdr.engine.volume.gate;

import io.csdr.engine.volume.run.RunLabels;
import io.csdr.engine.volume.run.RunRole;
import io.csdr.engine.volume.run.RunScope;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The claims that take part in a hand-over, as pure functions.
final class GateObjects {
  private GateObjects() {}

  /// The claim in the workspace whose volume is filled: as large and of the same class as the target.
  static PersistentVolumeClaim staging(RunScope scope, PersistentVolumeClaim target) {
    return new PersistentVolumeClaimBuilder()
        .withMetadata(scope.meta(scope.workspace(), stagingName(scope, target), RunRole.STAGING))
        .withNewSpec()
        .withAccessModes(target.getSpec().getAccessModes())
        .withVolumeMode(target.getSpec().getVolumeMode())
        .withStorageClassName(storageClass(target))
        .withResources(target.getSpec().getResources())
        .endSpec()
        .build();
  }

  /// The name of the staging claim for `target`.
  static String stagingName(RunScope scope, PersistentVolumeClaim target) {
    return scope.name("fill-staging", object(target));
  }

  /// The target as it is created: marked as ours until it is the user's, and waiting for `volume` where
  /// that is given.
  static PersistentVolumeClaim target(
      RunScope scope, PersistentVolumeClaim target, RunRole role, @Nullable String volume) {
    return new PersistentVolumeClaimBuilder(target)
        .editMetadata()
        .withUid(null)
        .withResourceVersion(null)
        .addToLabels(scope.marks(role))
        .addToAnnotations(RunLabels.EXPIRES, scope.expires().toString())
        .endMetadata()
        .editSpec()
        .withVolumeName(volume)
        .withStorageClassName(storageClass(target))
        .withDataSource(null)
        .withDataSourceRef(null)
        .endSpec()
        .withStatus(null)
        .build();
  }

  /// Whether the claim was made by a restore, of whichever run, that did not get to its end: it holds no
  /// data, or not all.
  static boolean unfinished(PersistentVolumeClaim claim) {
    Map<String, String> annotations = claim.getMetadata().getAnnotations();
    Map<String, String> labels = claim.getMetadata().getLabels();
    if (labels == null || annotations == null || !annotations.containsKey(RunLabels.EXPIRES)) {
      return false;
    }
    RunRole role = RunRole.of(labels.get(RunLabels.ROLE));
    return role != null
        && role.unfinished(claim.getStatus() == null ? null : claim.getStatus().getPhase());
  }

  /// Null stands for the cluster's default class, which also serves a claim whose volume was made by hand:
  /// its filled volume has to be provisioned.
  private static @Nullable String storageClass(PersistentVolumeClaim target) {
    String wanted = target.getSpec().getStorageClassName();
    return wanted == null || wanted.isEmpty() ? null : wanted;
  }

  /// The name that provisioners give to the volume of a claim unless told otherwise.
  static String usualVolumeName(PersistentVolumeClaim staging) {
    return "pvc-" + staging.getMetadata().getUid();
  }

  static long bytes(PersistentVolumeClaim claim) {
    Quantity size = claim.getSpec().getResources().getRequests().get("storage");
    return size == null ? 0 : size.getNumericalAmount().longValue();
  }

  static String object(PersistentVolumeClaim claim) {
    return "persistentvolumeclaims "
        + claim.getMetadata().getNamespace()
        + "/"
        + claim.getMetadata().getName();
  }
}
