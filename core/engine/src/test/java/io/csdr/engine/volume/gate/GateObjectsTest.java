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
    "gate, Pending, kubectl-csdr, true",
    "gate, Bound, kubectl-csdr, false",
    "filling, Bound, kubectl-csdr, true",
    "gate, Pending, helm, false",
    "staging, Pending, kubectl-csdr, false",
  })
  void onlyWhatARestoreLeftUnfinishedMayBeTakenOver(
      String role, String phase, String manager, boolean unfinished) {
    PersistentVolumeClaim claim =
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withLabels(Map.of(RunLabels.ROLE, role, RunLabels.MANAGED_BY, manager))
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
            .withMetadata(SCOPE.meta(null, "pvc-1", RunRole.STAGING))
            .editMetadata()
            .addToLabels("zone", "z1")
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
    assertThat(settled.getMetadata().getLabels()).containsOnly(Map.entry("zone", "z1"));
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
