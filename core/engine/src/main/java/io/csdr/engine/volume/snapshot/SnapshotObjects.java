package io.csdr.engine.volume.snapshot;

import io.csdr.engine.volume.run.RunRole;
import io.csdr.engine.volume.run.RunScope;
import io.csdr.engine.volume.run.SnapshotApi;
import io.csdr.model.PvcRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The objects of a snapshot's way from a claim to a staging claim, as pure functions.
final class SnapshotObjects {
  private static final String GROUP = "snapshot.storage.k8s.io";

  private SnapshotObjects() {}

  /// The name of the snapshot of `claim`.
  static String snapshotName(RunScope scope, PvcRef claim) {
    return scope.name("snapshot", claim.toString());
  }

  /// Whether a snapshot has the name that this run gives to one of its claim. Anybody can label a snapshot
  /// of their own, but nobody can rename it.
  static boolean isNamed(RunScope scope, GenericKubernetesResource snapshot) {
    String claim = SnapshotApi.text(snapshot, "spec", "source", "persistentVolumeClaimName");
    String namespace = snapshot.getMetadata().getNamespace();
    return claim != null
        && snapshotName(scope, new PvcRef(namespace, claim))
            .equals(snapshot.getMetadata().getName());
  }

  /// The name of the same snapshot, and of its content, in the workspace.
  static String sharedName(RunScope scope, PvcRef claim) {
    return scope.name("shared-snapshot", claim.toString());
  }

  /// The name of the claim that is made from it.
  static String stagingName(RunScope scope, PvcRef claim) {
    return scope.name("snapshot-staging", claim.toString());
  }

  /// The snapshot of the claim, in its namespace.
  static GenericKubernetesResource snapshot(RunScope scope, PvcRef claim, String snapshotClass) {
    return object(
        "VolumeSnapshot",
        scope,
        claim.namespace(),
        snapshotName(scope, claim),
        RunRole.SNAPSHOT,
        Map.of(
            "volumeSnapshotClassName",
            snapshotClass,
            "source",
            Map.of("persistentVolumeClaimName", claim.name())));
  }

  /// The moment that a snapshot shows, or one shortly before: what its driver says, but not before it was
  /// asked for.
  static Instant cut(GenericKubernetesResource snapshot) {
    Instant asked = moment(snapshot.getMetadata().getCreationTimestamp());
    Instant told = moment(SnapshotApi.text(snapshot, "status", "creationTime"));
    return told.isAfter(asked) ? told : asked;
  }

  private static Instant moment(@Nullable String text) {
    try {
      return text == null ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeParseException _) {
      return Instant.EPOCH;
    }
  }

  /// A second content for the driver's snapshot `handle`; removing it leaves the driver's snapshot.
  static GenericKubernetesResource content(
      RunScope scope, TakenSnapshot taken, String driver, String handle) {
    String name = sharedName(scope, taken.claim());
    return object(
        "VolumeSnapshotContent",
        scope,
        "",
        name,
        RunRole.SHARED_SNAPSHOT,
        Map.of(
            "deletionPolicy",
            "Retain",
            "driver",
            driver,
            "source",
            Map.of("snapshotHandle", handle),
            "sourceVolumeMode",
            mode(taken.block()),
            "volumeSnapshotClassName",
            taken.snapshotClass(),
            "volumeSnapshotRef",
            Map.of(
                "apiVersion",
                SnapshotApi.API_VERSION,
                "kind",
                "VolumeSnapshot",
                "namespace",
                taken.staging(),
                "name",
                name)));
  }

  /// The snapshot in the workspace that the second content belongs to.
  static GenericKubernetesResource shared(RunScope scope, TakenSnapshot taken) {
    String name = sharedName(scope, taken.claim());
    return object(
        "VolumeSnapshot",
        scope,
        taken.staging(),
        name,
        RunRole.SHARED_SNAPSHOT,
        Map.of(
            "volumeSnapshotClassName",
            taken.snapshotClass(),
            "source",
            Map.of("volumeSnapshotContentName", name)));
  }

  /// The claim whose volume is made from the snapshot. It is never mounted by two nodes.
  static PersistentVolumeClaim staging(RunScope scope, TakenSnapshot taken, long restoreBytes) {
    String source = taken.travels() ? sharedName(scope, taken.claim()) : taken.name();
    return new PersistentVolumeClaimBuilder()
        .withMetadata(
            scope.meta(taken.staging(), stagingName(scope, taken.claim()), RunRole.STAGING))
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withVolumeMode(mode(taken.block()))
        .withStorageClassName(taken.stagingClass())
        .withNewDataSource()
        .withApiGroup(GROUP)
        .withKind("VolumeSnapshot")
        .withName(source)
        .endDataSource()
        .withNewResources()
        .addToRequests("storage", bytes(Math.max(restoreBytes, taken.minimumBytes())))
        .endResources()
        .endSpec()
        .build();
  }

  private static Quantity bytes(long bytes) {
    return new Quantity(Long.toString(bytes));
  }

  private static String mode(boolean block) {
    return block ? "Block" : "Filesystem";
  }

  private static GenericKubernetesResource object(
      String kind,
      RunScope scope,
      String namespace,
      String name,
      RunRole role,
      Map<String, Object> spec) {
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setApiVersion(SnapshotApi.API_VERSION);
    object.setKind(kind);
    object.setMetadata(scope.meta(namespace.isEmpty() ? null : namespace, name, role));
    object.setAdditionalProperty("spec", spec);
    return object;
  }
}
