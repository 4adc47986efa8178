package io.csdr.engine.volume.gate;

import io.csdr.engine.volume.run.RunLabels;
import io.csdr.engine.volume.run.RunRole;
import io.csdr.engine.volume.run.RunScope;
import io.fabric8.kubernetes.api.model.ObjectMeta;
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
        .addToLabels(scope.labels(role))
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
    if (!hasLabel(claim.getMetadata(), RunLabels.MANAGED_BY, RunLabels.MANAGER)) {
      return false;
    }
    boolean pending = claim.getStatus() == null || "Pending".equals(claim.getStatus().getPhase());
    return hasLabel(claim.getMetadata(), RunLabels.ROLE, RunRole.FILLING.label())
        || (pending && hasLabel(claim.getMetadata(), RunLabels.ROLE, RunRole.GATE.label()));
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

  private static boolean hasLabel(ObjectMeta meta, String label, String value) {
    Map<String, String> labels = meta.getLabels() == null ? Map.of() : meta.getLabels();
    return value.equals(labels.get(label));
  }
}
