package io.csdr.engine.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.volume.leftover.Leftover;
import io.csdr.engine.volume.leftover.Leftovers;
import io.csdr.engine.volume.run.Cleanup;
import io.csdr.engine.volume.run.RunLabels;
import io.csdr.engine.volume.run.RunRole;
import io.csdr.model.ObjectRef;
import io.csdr.test.cluster.Capability;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.Needs;
import io.csdr.test.cluster.TestCluster;
import io.csdr.vault.fault.FaultPoint;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Kills runs half way, removes what they left, and looks at what must not have been touched.
@ExtendWith(ClusterExtension.class)
@Needs({Capability.NODE, Capability.STORAGE, Capability.SNAPSHOTS})
class LeftoversKT {
  private final TestCluster cluster;

  LeftoversKT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @ParameterizedTest
  @CsvSource({
    "volume-workspace-made, snapshot",
    "volume-snapshot-asked, snapshot",
    "volume-snapshot-cut, snapshot",
    "volume-snapshot-shared, snapshot",
    "volume-mover-created, snapshot",
    "volume-mover-reported, snapshot",
    "volume-twin-made, copy",
    "volume-mover-created, copy",
  })
  void aKilledCaptureIsClearedAndTheVolumeIsUntouched(String point, String mode) throws Exception {
    try (Stage stage = inUse()) {
      crash(stage, point, mode);
      Leftovers leftovers = new Leftovers(cluster.client());
      assertThat(leftovers.find(stage.scope().run())).isNotEmpty();

      assertThat(leftovers.remove(stage.scope().run())).isEmpty();

      assertCleared(stage);
      assertThat(stage.sh("app", "cat /data/file")).isEqualTo("precious\n");
      assertThat(stage.facts("data").state().phase()).isEqualTo("Bound");
      assertThat(leftovers.remove(stage.scope().run())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "volume-staging-made",
        "volume-mover-created",
        "volume-secured",
        "volume-released"
      })
  void aFillingKilledBeforeItsVolumeWasGivenAwayIsCleared(String point) throws Exception {
    try (Stage stage = new Stage(cluster)) {
      crash(stage, point, tree().toString());

      assertThat(new Leftovers(cluster.client()).remove(stage.scope().run())).isEmpty();

      assertCleared(stage);
      assertThat(claims(stage)).isEmpty();
      assertThat(stage.volumesOf(stage.namespace())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"volume-claimed", "volume-bound"})
  void aVolumeThatWasGivenAwayIsTheUsers(String point) throws Exception {
    try (Stage stage = new Stage(cluster)) {
      crash(stage, point, tree().toString());
      Leftovers leftovers = new Leftovers(cluster.client());

      leftovers.remove(stage.scope().run());

      assertThat(leftovers.remove(stage.scope().run())).isEmpty();
      assertCleared(stage);
      stage.pod("app", "data", false);
      stage.awaitReady("app");
      assertThat(stage.sh("app", "cat /data/restored")).isEqualTo("from the backup\n");
      PersistentVolumeClaim claim = claims(stage).getFirst();
      assertThat(
              cluster
                  .client()
                  .persistentVolumes()
                  .withName(claim.getSpec().getVolumeName())
                  .require()
                  .getSpec()
                  .getPersistentVolumeReclaimPolicy())
          .isEqualTo("Delete");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "volume-mover-created, file",
    "volume-secured, file",
    "volume-room-made, restored",
    "volume-released, restored",
    "volume-claimed, restored",
    "volume-bound, restored",
  })
  void aKilledReplacementLeavesTheOldDataOrTheNew(String point, String left) throws Exception {
    try (Stage stage = inUse()) {
      stage.stop("app");
      crash(stage, point, tree().toString());
      Leftovers leftovers = new Leftovers(cluster.client());

      assertThat(leftovers.remove(stage.scope().run())).isEmpty();

      assertCleared(stage);
      stage.pod("app", "data", false);
      stage.awaitReady("app");
      assertThat(stage.sh("app", "ls /data | grep -v lost+found")).isEqualTo(left + "\n");
      assertThat(stage.volumesOf(stage.namespace())).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"volume-staging-made", "volume-mover-created", "volume-released", "volume-bound"})
  void theSameRunGoesOnWhereItWasKilled(String point) throws Exception {
    try (Stage stage = new Stage(cluster)) {
      String tree = tree().toString();
      crash(stage, point, tree);

      assertThat(run(stage, Map.of(), tree)).isZero();

      stage.pod("app", "data", false);
      stage.awaitReady("app");
      assertThat(stage.sh("app", "cat /data/restored")).isEqualTo("from the backup\n");
      new Leftovers(cluster.client()).remove(stage.scope().run());
      assertCleared(stage);
      assertThat(stage.sh("app", "cat /data/restored")).isEqualTo("from the backup\n");
    }
  }

  @Test
  void aClaimThatPodsWaitForGoesOnKeepingThemWaiting() throws Exception {
    try (Stage stage = new Stage(cluster)) {
      crash(stage, "volume-mover-created", tree().toString());
      stage.pod("app", "data", false);

      assertThat(new Leftovers(cluster.client()).remove(stage.scope().run())).isEmpty();

      assertCleared(stage);
      assertThat(claims(stage))
          .singleElement()
          .satisfies(claim -> assertThat(claim.getStatus().getPhase()).isEqualTo("Pending"));
    }
  }

  @Test
  void onlyRunsWhoseTimeIsOverHaveExpired() throws Exception {
    try (Stage stage = inUse()) {
      crash(stage, "volume-snapshot-cut", "snapshot");
      Leftovers leftovers = new Leftovers(cluster.client());

      assertThat(leftovers.expired(Instant.now())).doesNotContain(stage.scope().run());
      assertThat(leftovers.expired(Instant.now().plus(Duration.ofHours(2))))
          .contains(stage.scope().run());
      leftovers.remove(stage.scope().run());
    }
  }

  @Test
  void whatOnlyLooksLikeOursIsNotTouched() throws Exception {
    try (Stage stage = new Stage(cluster)) {
      Map<String, String> run = Map.of(RunLabels.RUN, stage.scope().run());
      Map<String, String> noRole =
          Map.of(RunLabels.RUN, stage.scope().run(), RunLabels.MANAGED_BY, RunLabels.MANAGER);
      cluster
          .client()
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withNamespace(stage.namespace())
                  .withName("mine")
                  .withLabels(run)
                  .endMetadata()
                  .build())
          .create();
      cluster
          .client()
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withNamespace(stage.namespace())
                  .withName("mine")
                  .withLabels(noRole)
                  .endMetadata()
                  .build())
          .create();
      PersistentVolumeClaim claim = stage.template("mine", "csdr-immediate", "8Mi", false);
      claim.getMetadata().setLabels(noRole);
      cluster.client().resource(claim).create();

      List<Leftover> found = new Leftovers(cluster.client()).remove(stage.scope().run());

      assertThat(found).extracting(Leftover::object).isEqualTo(List.<ObjectRef>of());
      assertThat(claims(stage)).hasSize(1);
      assertThat(cluster.client().secrets().inNamespace(stage.namespace()).withName("mine").get())
          .isNotNull();
      assertThat(
              cluster.client().configMaps().inNamespace(stage.namespace()).withName("mine").get())
          .isNotNull();
    }
  }

  @Test
  void whoForgesLabelsNeitherBreaksTheSearchNorHasAVolumeDeleted() throws Exception {
    try (Stage stage = new Stage(cluster)) {
      String run = stage.scope().run();
      claim(stage, "mine", run);
      claim(stage, "csdr-0123456789ab", run);
      claim(stage, "csdr-ba9876543210", "A_B");
      String volume = retained(stage, "csdr-0123456789ab");
      Leftovers leftovers = new Leftovers(cluster.client());

      assertThat(leftovers.expired(Instant.now())).contains(run).doesNotContain("A_B");
      leftovers.remove(run);

      assertThat(claims(stage))
          .extracting(claim -> claim.getMetadata().getName())
          .contains("mine", "csdr-ba9876543210");
      assertThat(
              cluster
                  .client()
                  .persistentVolumes()
                  .withName(volume)
                  .require()
                  .getSpec()
                  .getPersistentVolumeReclaimPolicy())
          .isEqualTo("Retain");
      policy(volume, "Delete");
    }
  }

  /// A claim that says to be a run's, and that its time is over.
  private void claim(Stage stage, String name, String run) {
    PersistentVolumeClaim claim = stage.template(name, "csdr-immediate", "8Mi", false);
    claim
        .getMetadata()
        .setLabels(
            Map.of(
                RunLabels.RUN,
                run,
                RunLabels.ROLE,
                RunRole.STAGING.label(),
                RunLabels.MANAGED_BY,
                RunLabels.MANAGER));
    claim.getMetadata().setAnnotations(Map.of(RunLabels.EXPIRES, "2001-01-01T00:00:00Z"));
    cluster.client().resource(claim).create();
  }

  /// The volume of a claim once it has one, made to outlive it.
  private String retained(Stage stage, String name) throws InterruptedException {
    Resource<PersistentVolumeClaim> place =
        cluster.client().persistentVolumeClaims().inNamespace(stage.namespace()).withName(name);
    PersistentVolumeClaim claim =
        place.waitUntilCondition(
            now -> now != null && "Bound".equals(now.getStatus().getPhase()), 1, TimeUnit.MINUTES);
    String volume = claim.getSpec().getVolumeName();
    policy(volume, "Retain");
    return volume;
  }

  private void policy(String volume, String policy) {
    cluster
        .client()
        .persistentVolumes()
        .withName(volume)
        .edit(found -> {
          found.getSpec().setPersistentVolumeReclaimPolicy(policy);
          return found;
        });
  }

  private void assertCleared(Stage stage) throws InterruptedException {
    assertThat(stage.remains()).isEmpty();
    assertThat(stage.contentsOf(stage.namespace(), stage.scope().workspace())).isZero();
    assertThat(stage.volumesOf(stage.scope().workspace())).isEmpty();
    assertThat(
            Cleanup.gone(
                Duration.ofMinutes(1),
                cluster.client().namespaces().withName(stage.scope().workspace())))
        .as("Kubernetes removes the emptied namespace")
        .isTrue();
  }

  private List<PersistentVolumeClaim> claims(Stage stage) {
    return cluster
        .client()
        .persistentVolumeClaims()
        .inNamespace(stage.namespace())
        .list()
        .getItems();
  }

  private Stage inUse() throws Exception {
    Stage stage = new Stage(cluster);
    stage.claim("data", "csdr-immediate", "64Mi", false);
    stage.pod("app", "data", false);
    stage.awaitReady("app");
    stage.sh("app", "echo precious > /data/file; sync");
    return stage;
  }

  private void crash(Stage stage, String point, String what) throws Exception {
    Map<String, String> fault = Map.of("CSDR_FAULT", point, "CSDR_TESTING", "1");
    assertThat(run(stage, fault, what)).isEqualTo(FaultPoint.EXIT_CODE);
  }

  private int run(Stage stage, Map<String, String> fault, String what)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CrashProgram.class.getName(),
            cluster.kubeconfig().toString(),
            stage.namespace(),
            stage.scope().run(),
            what);
    builder.environment().putAll(fault);
    return builder.inheritIO().start().waitFor();
  }

  /// A saved volume with the one file `restored`.
  private static Path tree() throws Exception {
    Path folder = Files.createTempDirectory("csdr-tree");
    Files.writeString(folder.resolve("restored"), "from the backup\n");
    Path file = Files.createTempFile("csdr-tree", ".tar");
    Process tar =
        new ProcessBuilder("tar", "-C", folder.toString(), "-cf", file.toString(), "restored")
            .start();
    assertThat(tar.waitFor()).isZero();
    return file;
  }
}
