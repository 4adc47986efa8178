package io.csdr.engine.volume.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.volume.run.RunLabels;
import io.csdr.engine.volume.run.RunRole;
import io.csdr.engine.volume.run.RunScope;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateObjectsTest {
  private static final RunScope SCOPE =
      RunScope.ofClient("r1", Instant.parse("2026-11-22T00:00:00Z"));

  @Test
  void theStagingClaimIsLikeTheTargetButElsewhere() {
    PersistentVolumeClaim staging = GateObjects.staging(SCOPE, wanted());

    assertThat(staging.getMetadata().getNamespace()).isEqualTo("csdr-run-r1");
    assertThat(staging.getSpec().getStorageClassName()).isEqualTo("fast");
    assertThat(staging.getSpec().getAccessModes()).containsExactly("ReadWriteMany");
    assertThat(staging.getSpec().getVolumeMode()).isEqualTo("Block");
    assertThat(staging.getSpec().getResources()).isEqualTo(wanted().getSpec().getResources());
    assertThat(staging.getSpec().getVolumeName()).isNull();
    assertThat(staging.getSpec().getDataSource()).isNull();
  }

  @Test
  void theGateIsTheTargetWithOurMarksAndWaitsForOneVolume() {
    PersistentVolumeClaim gate = GateObjects.target(SCOPE, wanted(), RunRole.GATE, "pvc-1");

    assertThat(gate.getSpec().getVolumeName()).isEqualTo("pvc-1");
    assertThat(gate.getSpec().getDataSource()).isNull();
    assertThat(gate.getMetadata().getUid()).isNull();
    assertThat(gate.getMetadata().getLabels())
        .containsEntry("app", "shop")
        .containsEntry(RunLabels.ROLE, "gate");
  }

  @Test
  void aClaimWithoutClassIsFilledInTheDefaultOne() {
    PersistentVolumeClaim byHand = wanted();
    byHand.getSpec().setStorageClassName("");

    assertThat(GateObjects.staging(SCOPE, byHand).getSpec().getStorageClassName()).isNull();
    assertThat(
            GateObjects.target(SCOPE, byHand, RunRole.GATE, "pvc-1")
                .getSpec()
                .getStorageClassName())
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "gate, Pending, 2027-01-01T00:00:00Z, true",
    "gate, Bound, 2027-01-01T00:00:00Z, false",
    "filling, Bound, 2027-01-01T00:00:00Z, true",
    "gate, Pending, , false",
    "staging, Pending, 2027-01-01T00:00:00Z, false",
  })
  void onlyWhatARestoreLeftUnfinishedMayBeTakenOver(
      String role, String phase, @Nullable String expires, boolean unfinished) {
    PersistentVolumeClaim claim =
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withLabels(Map.of(RunLabels.ROLE, role))
            .withAnnotations(expires == null ? null : Map.of(RunLabels.EXPIRES, expires))
            .endMetadata()
            .withNewStatus()
            .withPhase(phase)
            .endStatus()
            .build();

    assertThat(GateObjects.unfinished(claim)).isEqualTo(unfinished);
    assertThat(GateObjects.unfinished(wanted())).isFalse();
  }

  @Test
  void aHandedOverVolumeKeepsNothingOfUsAndGetsItsReclaimPolicy() {
    PersistentVolume volume =
        new PersistentVolumeBuilder()
            .withNewMetadata()
            .withName("pvc-1")
            .withLabels(SCOPE.marks(RunRole.STAGING))
            .addToLabels("app.kubernetes.io/managed-by", "Helm")
            .addToAnnotations(RunLabels.EXPIRES, "2027-01-01T00:00:00Z")
            .addToAnnotations(RunLabels.RECLAIM, "Delete")
            .addToAnnotations(RunLabels.TARGET, "shop/data")
            .addToAnnotations("pv.kubernetes.io/provisioned-by", "d")
            .endMetadata()
            .withNewSpec()
            .withPersistentVolumeReclaimPolicy("Retain")
            .endSpec()
            .build();

    PersistentVolume settled = HandOver.settled(volume);

    assertThat(settled.getSpec().getPersistentVolumeReclaimPolicy()).isEqualTo("Delete");
    assertThat(settled.getMetadata().getLabels())
        .containsOnly(Map.entry("app.kubernetes.io/managed-by", "Helm"));
    assertThat(settled.getMetadata().getAnnotations())
        .containsOnlyKeys("pv.kubernetes.io/provisioned-by");
    assertThat(HandOver.settled(settled)).isEqualTo(settled);
  }

  private static PersistentVolumeClaim wanted() {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName("data")
        .withUid("old")
        .addToLabels("app", "shop")
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteMany")
        .withVolumeMode("Block")
        .withStorageClassName("fast")
        .withVolumeName("pv-of-the-source")
        .withNewDataSource("snapshot.storage.k8s.io", "VolumeSnapshot", "gone")
        .withNewResources()
        .addToRequests("storage", new Quantity("1Gi"))
        .endResources()
        .endSpec()
        .build();
  }
}
