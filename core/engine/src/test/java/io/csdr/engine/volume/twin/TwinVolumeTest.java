package io.csdr.engine.volume.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.volume.run.RunScope;
import io.csdr.model.PvcRef;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TwinVolumeTest {
  private static final RunScope SCOPE = RunScope.ofClient("r1", Instant.EPOCH);
  private static final PersistentVolume ORIGINAL =
      new PersistentVolumeBuilder()
          .withNewMetadata()
          .withName("pv-1")
          .addToAnnotations("pv.kubernetes.io/provisioned-by", "disk.example.com")
          .addToFinalizers("external-provisioner.volume.kubernetes.io/finalizer")
          .endMetadata()
          .withNewSpec()
          .withAccessModes("ReadWriteOnce")
          .withVolumeMode("Filesystem")
          .addToCapacity("storage", new Quantity("5Gi"))
          .withStorageClassName("fast")
          .withPersistentVolumeReclaimPolicy("Delete")
          .withMountOptions("noatime")
          .withNewCsi()
          .withDriver("disk.example.com")
          .withVolumeHandle("vol-1")
          .withFsType("xfs")
          .withNewNodeStageSecretRef("stage", "kube-system")
          .addToVolumeAttributes("shard", "7")
          .endCsi()
          .withNewNodeAffinity()
          .endNodeAffinity()
          .withNewClaimRef()
          .withNamespace("shop")
          .withName("data")
          .withUid("u")
          .endClaimRef()
          .endSpec()
          .build();

  private final PersistentVolume twin =
      TwinVolume.volume(SCOPE, ORIGINAL, new PvcRef("shop", "data"));

  @Test
  void aTwinIsMountedLikeItsOriginal() {
    assertThat(twin.getSpec().getCsi()).isEqualTo(ORIGINAL.getSpec().getCsi());
    assertThat(twin.getSpec().getNodeAffinity()).isEqualTo(ORIGINAL.getSpec().getNodeAffinity());
    assertThat(twin.getSpec().getMountOptions()).containsExactly("noatime");
    assertThat(twin.getSpec().getVolumeMode()).isEqualTo("Filesystem");
  }

  @Test
  void removingATwinCanNeverDeleteTheVolume() {
    assertThat(twin.getSpec().getPersistentVolumeReclaimPolicy()).isEqualTo("Retain");
    assertThat(twin.getSpec().getStorageClassName()).isEmpty();
    assertThat(twin.getMetadata().getAnnotations())
        .doesNotContainKey("pv.kubernetes.io/provisioned-by");
    assertThat(twin.getMetadata().getFinalizers()).isEmpty();
  }

  @Test
  void twinAndClaimAreBoundToEachOtherAlone() {
    PersistentVolumeClaim claim = TwinVolume.claim(SCOPE, twin);

    assertThat(twin.getMetadata().getName()).isNotEqualTo("pv-1").startsWith("csdr-");
    assertThat(twin.getSpec().getClaimRef().getNamespace()).isEqualTo("csdr-run-r1");
    assertThat(twin.getSpec().getClaimRef().getName()).isEqualTo(claim.getMetadata().getName());
    assertThat(twin.getSpec().getClaimRef().getUid()).isNull();
    assertThat(claim.getSpec().getVolumeName()).isEqualTo(twin.getMetadata().getName());
    assertThat(claim.getSpec().getStorageClassName()).isEmpty();
    assertThat(claim.getSpec().getResources().getRequests())
        .isEqualTo(ORIGINAL.getSpec().getCapacity());
  }
}
