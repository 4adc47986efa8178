package io.csdr.engine.volume.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.volume.run.RunScope;
import io.csdr.engine.volume.run.SnapshotApi;
import io.csdr.model.PvcRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SnapshotObjectsTest {
  private static final RunScope SCOPE = RunScope.ofClient("r1", Instant.EPOCH);
  private static final PvcRef CLAIM = new PvcRef("shop", "data");
  private static final String OWN = SnapshotObjects.snapshotName(SCOPE, CLAIM);
  private static final TakenSnapshot TRAVELLING = taken("csdr-run-r1", true);
  private static final TakenSnapshot HOME = taken("shop", false);

  @Test
  void aSecondContentNeverDeletesTheDriversSnapshotAndKeepsTheMode() {
    GenericKubernetesResource content =
        SnapshotObjects.content(SCOPE, TRAVELLING, "disk.example.com", "snap-1");

    assertThat(SnapshotApi.text(content, "spec", "deletionPolicy")).isEqualTo("Retain");
    assertThat(SnapshotApi.text(content, "spec", "source", "snapshotHandle")).isEqualTo("snap-1");
    assertThat(SnapshotApi.text(content, "spec", "sourceVolumeMode")).isEqualTo("Block");
    assertThat(SnapshotApi.text(content, "spec", "volumeSnapshotRef", "namespace"))
        .isEqualTo("csdr-run-r1");
    assertThat(SnapshotApi.text(content, "spec", "volumeSnapshotRef", "name"))
        .isEqualTo(SnapshotObjects.shared(SCOPE, TRAVELLING).getMetadata().getName());
    assertThat(content.getMetadata().getNamespace()).isNull();
  }

  @Test
  void aStagingClaimIsMadeFromTheSnapshotOfItsOwnNamespace() {
    assertThat(source(TRAVELLING)).isEqualTo(SnapshotObjects.sharedName(SCOPE, CLAIM));
    assertThat(source(HOME)).isEqualTo(OWN);
    assertThat(SnapshotObjects.staging(SCOPE, HOME, 0).getMetadata().getNamespace())
        .isEqualTo("shop");
  }

  @Test
  void aStagingClaimIsAsLargeAsSnapshotAndVolumeNeed() {
    assertThat(size(100)).isEqualTo(new Quantity("1000"));
    assertThat(size(2000)).isEqualTo(new Quantity("2000"));
    assertThat(SnapshotObjects.staging(SCOPE, TRAVELLING, 1).getSpec().getVolumeMode())
        .isEqualTo("Block");
    assertThat(SnapshotObjects.staging(SCOPE, HOME, 1).getSpec().getVolumeMode())
        .isEqualTo("Filesystem");
  }

  @Test
  void onlyASnapshotOfItsOwnNameIsTheRuns() {
    GenericKubernetesResource made = SnapshotObjects.snapshot(SCOPE, CLAIM, "csdr");
    assertThat(SnapshotObjects.isNamed(SCOPE, made)).isTrue();

    made.getMetadata().setName("csdr-0123456789ab");
    assertThat(SnapshotObjects.isNamed(SCOPE, made)).isFalse();
  }

  @Test
  void theCutIsWhatTheDriverSaysButNotBeforeItWasAskedFor() {
    assertThat(cut("2026-11-21T04:00:09Z")).isEqualTo("2026-11-21T04:00:09Z");
    assertThat(cut("1970-01-01T00:00:00Z")).isEqualTo("2026-11-21T04:00:05Z");
    assertThat(cut("soon")).isEqualTo("2026-11-21T04:00:05Z");
  }

  private static Instant cut(String creationTime) {
    GenericKubernetesResource made = SnapshotObjects.snapshot(SCOPE, CLAIM, "csdr");
    made.getMetadata().setCreationTimestamp("2026-11-21T04:00:05Z");
    made.setAdditionalProperty("status", Map.of("creationTime", creationTime));
    return SnapshotObjects.cut(made);
  }

  private static Quantity size(long restoreBytes) {
    PersistentVolumeClaim claim = SnapshotObjects.staging(SCOPE, TRAVELLING, restoreBytes);
    return Objects.requireNonNull(claim.getSpec().getResources().getRequests().get("storage"));
  }

  private static String source(TakenSnapshot taken) {
    return SnapshotObjects.staging(SCOPE, taken, 0).getSpec().getDataSource().getName();
  }

  private static TakenSnapshot taken(String staging, boolean block) {
    return new TakenSnapshot(CLAIM, OWN, "snap", block, 1000, "fast", staging, Instant.EPOCH);
  }
}
