package io.csdr.engine.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.engine.volume.FillRequest.Content.Tree;
import io.csdr.engine.volume.gate.VolumeTraits;
import io.csdr.engine.volume.job.Placement;
import io.csdr.engine.volume.run.Rights;
import io.csdr.model.Failure;
import io.csdr.model.ProgressSink;
import io.csdr.model.VolumeMode;
import io.csdr.model.request.ExistingPolicy;
import io.csdr.test.cluster.Capability;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.Needs;
import io.csdr.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ClusterExtension.class)
@Needs({Capability.NODE, Capability.STORAGE})
class FillKT {
  private static final FillSettings SETTINGS = new FillSettings(ExistingPolicy.NONE, false);

  private final TestCluster cluster;

  FillKT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @ParameterizedTest
  @ValueSource(strings = {"csdr-immediate", "csdr-wait", "csdr-ext4", "csdr-local"})
  void aVolumeComesBackWholeAndItsPodWaitsForIt(String storageClass) throws Exception {
    try (Stage source = new Stage(cluster);
        Stage target = new Stage(cluster)) {
      source.claim("data", storageClass, "64Mi", false);
      source.pod("app", "data", false);
      source.awaitReady("app");
      Content.make(source, "app");
      String before = Content.describe(source, "app");
      VolumeOutcome saved = source.capture(VolumeMode.AUTO, "data");
      String root = target.channel().keep(source.channel().bytes(root(saved)));

      FillRequest request = request(target, storageClass, root, false);
      try (VolumeRun run = target.open()) {
        VolumeFill fill = new VolumeFill(run, SETTINGS);
        try (VolumeFill.Guarded guarded = fill.guard(request)) {
          assertThat(guarded.mustFillFirst()).isFalse();
          target.pod("app", "data", false);
          assertThat(claim(target).getStatus().getPhase()).isEqualTo("Pending");
          assertThat(fill.fill(guarded, ProgressSink.NONE)).isInstanceOf(FillOutcome.Filled.class);
        }
      }

      target.awaitReady("app");
      assertThat(Content.describe(target, "app")).isEqualTo(before);
      assertThat(target.remains()).isEmpty();
      assertUsers(target);
    }
  }

  @Test
  void aBlockVolumeComesBackToTheLastByte() throws Exception {
    try (Stage stage = new Stage(cluster)) {
      byte[] disk = new byte[8 << 20];
      new java.util.Random(7).nextBytes(disk);
      FillRequest request = request(stage, "csdr-immediate", stage.channel().keep(disk), true);

      assertThat(fill(stage, SETTINGS, request)).isInstanceOf(FillOutcome.Filled.class);

      stage.pod("app", "data", true);
      stage.awaitReady("app");
      assertThat(stage.sh("app", "sha256sum < /dev/data")).startsWith(TarChannel.sha256(disk));
    }
  }

  @Test
  void aClaimThatIsThereIsLeftAsItIs() throws Exception {
    try (Stage stage = occupied()) {
      for (ExistingPolicy policy : List.of(ExistingPolicy.NONE, ExistingPolicy.UPDATE)) {
        FillOutcome outcome =
            fill(
                stage,
                new FillSettings(policy, false),
                request(stage, "csdr-immediate", tree(stage), false));

        assertThat(outcome).isEqualTo(new FillOutcome.Kept(stage.ref("data")));
      }
      assertThat(stage.sh("app", "cat /data/file")).isEqualTo("mine\n");
      assertThat(stage.remains()).isEmpty();
    }
  }

  @Test
  void replacingNeedsThePodsGoneAndThenReplaces() throws Exception {
    FillSettings replace = new FillSettings(ExistingPolicy.REPLACE, false);
    try (Stage stage = occupied()) {
      FillRequest request = request(stage, "csdr-immediate", tree(stage), false);

      assertThat(failure(fill(stage, replace, request)).type()).isEqualTo("ClaimInUse");
      assertThat(stage.sh("app", "cat /data/file")).isEqualTo("mine\n");

      stage.stop("app");
      assertThat(fill(stage, replace, request)).isInstanceOf(FillOutcome.Filled.class);
      stage.pod("app", "data", false);
      stage.awaitReady("app");
      assertThat(stage.sh("app", "ls /data")).contains("restored").doesNotContain("file");
      assertUsers(stage);
    }
  }

  @Test
  void withoutRightsOnVolumesAClaimIsFilledBeforeAnybodyUsesIt() throws Exception {
    try (Stage stage = new Stage(cluster);
        VolumeRun run = withoutVolumes(stage)) {
      FillRequest request = request(stage, "csdr-wait", tree(stage), false);
      VolumeFill fill = new VolumeFill(run, SETTINGS);
      try (VolumeFill.Guarded guarded = fill.guard(request)) {
        assertThat(guarded.mustFillFirst()).isTrue();
        assertThat(fill.fill(guarded, ProgressSink.NONE)).isInstanceOf(FillOutcome.Filled.class);
      }
      assertThat(stage.remains()).isEmpty();
      stage.pod("app", "data", false);
      stage.awaitReady("app");
      assertThat(stage.sh("app", "cat /data/restored")).isEqualTo("from the backup\n");
    }
  }

  @Test
  void withoutRightsOnVolumesAWaitingPodIsNamed() throws Exception {
    try (Stage stage = new Stage(cluster);
        VolumeRun run = withoutVolumes(stage)) {
      stage.pod("eager", "data", false);
      VolumeFill fill = new VolumeFill(run, SETTINGS);
      try (VolumeFill.Guarded guarded =
          fill.guard(request(stage, "csdr-immediate", tree(stage), false))) {
        Failure failure = failure(fill.fill(guarded, ProgressSink.NONE));
        assertThat(failure.type()).isEqualTo("ClaimInUse");
        assertThat(failure.message()).contains("eager");
      }
      assertThat(
              stage
                  .client()
                  .persistentVolumeClaims()
                  .inNamespace(stage.namespace())
                  .list()
                  .getItems())
          .isEmpty();
    }
  }

  @Test
  void afterAFailureNoPodStartsOnAnEmptyVolumeAndTheNextRestoreTakesOver() throws Exception {
    try (Stage stage = new Stage(cluster)) {
      String root = tree(stage);
      FillRequest request = request(stage, "csdr-immediate", root, false);
      stage.channel().before("false");
      try (VolumeRun run = stage.open()) {
        VolumeFill fill = new VolumeFill(run, SETTINGS);
        try (VolumeFill.Guarded guarded = fill.guard(request)) {
          stage.pod("app", "data", false);
          assertThat(failure(fill.fill(guarded, ProgressSink.NONE)).type()).isEqualTo("MoverLost");
        }
      }
      assertThat(claim(stage).getStatus().getPhase()).isEqualTo("Pending");
      assertThat(stage.volumesOf(stage.scope().workspace(), stage.namespace())).isEmpty();

      stage.channel().before("true");
      try (Stage again = stage.again(cluster)) {
        FillRequest second =
            request(
                again, "csdr-immediate", again.channel().keep(stage.channel().bytes(root)), false);
        assertThat(fill(again, SETTINGS, second)).isInstanceOf(FillOutcome.Filled.class);
        again.awaitReady("app");
        assertThat(again.sh("app", "cat /data/restored")).isEqualTo("from the backup\n");
      }
    }
  }

  @Test
  void aFillingThatNobodyWaitsForLeavesNothingWhenItFails() throws Exception {
    try (Stage stage = new Stage(cluster)) {
      FillRequest request = request(stage, "csdr-immediate", tree(stage), false);
      stage.channel().before("false");

      assertThat(failure(fill(stage, SETTINGS, request)).type()).isEqualTo("MoverLost");

      assertThat(stage.remains()).isEmpty();
      assertThat(
              stage
                  .client()
                  .persistentVolumeClaims()
                  .inNamespace(stage.namespace())
                  .list()
                  .getItems())
          .isEmpty();
    }
  }

  @Test
  void anInterruptedFillingLeavesNothing() throws Exception {
    try (Stage stage = new Stage(cluster)) {
      FillRequest request = request(stage, "csdr-immediate", tree(stage), false);
      stage.channel().before("sleep 600");
      Thread filling =
          Thread.ofVirtual()
              .start(() ->
                  assertThatThrownBy(() -> fill(stage, SETTINGS, request))
                      .isInstanceOf(InterruptedException.class));
      assertThat(
              io.csdr.engine.volume.run.Await.until(
                  Duration.ofSeconds(90), () -> !stage.channel().pods().isEmpty()))
          .isTrue();

      filling.interrupt();

      assertThat(filling.join(Duration.ofMinutes(2))).isTrue();
      assertThat(stage.remains()).isEmpty();
      assertThat(stage.volumesOf(stage.scope().workspace(), stage.namespace())).isEmpty();
    }
  }

  @Test
  void aPlaceThatNoNodeOffersIsToldInTheSchedulersWords() throws Exception {
    try (Stage stage = new Stage(cluster)) {
      Placement nowhere = new Placement(Map.of("no-such-label", "x"), null, List.of(), null, null);
      FillRequest request =
          new FillRequest(
              stage.template("data", "csdr-wait", "64Mi", false),
              new Tree(tree(stage), 1, null),
              nowhere,
              VolumeTraits.NONE);

      Failure failure = failure(fill(stage, SETTINGS, request));

      assertThat(failure.type()).isEqualTo("MoverNotStarted");
      assertThat(failure.message()).contains("didn't match Pod's node affinity/selector");
    }
  }

  @Test
  void whatTheBackupLacksIsAFailureAndNotAnEmptyClaim() throws Exception {
    try (Stage stage = new Stage(cluster)) {
      FillRequest missing = content(stage, new FillRequest.Content.Missing("it was refused"));

      assertThat(failure(fill(stage, SETTINGS, missing)).message()).contains("it was refused");
      assertThat(stage.client().persistentVolumeClaims().inNamespace(stage.namespace()).list())
          .extracting(list -> list.getItems().size())
          .isEqualTo(0);
      stage.claim("data", "csdr-immediate", "8Mi", false);
      assertThat(fill(stage, SETTINGS, missing)).isEqualTo(new FillOutcome.Kept(stage.ref("data")));
      assertThat(stage.remains()).isEmpty();
    }
  }

  @Test
  void whatTheBackupHasOnlyInPartComesBackAsAFailureThatSaysSo() throws Exception {
    try (Stage stage = new Stage(cluster)) {
      FillRequest part = content(stage, new Tree(tree(stage), 1, "2 entries could not be read"));

      FillOutcome outcome = fill(stage, SETTINGS, part);

      assertThat(failure(outcome).type()).isEqualTo("PartlySaved");
      assertThat(failure(outcome).message()).contains("2 entries could not be read");
      assertThat(((FillOutcome.Failed) outcome).report()).isNotNull();
      assertThat(claim(stage).getStatus().getPhase()).isEqualTo("Bound");
      assertThat(stage.remains()).isEmpty();
    }
  }

  @Test
  void quotasAndMissingClassesAreFoundBeforeAnythingIsCreated() throws Exception {
    try (Stage stage = new Stage(cluster)) {
      cluster
          .client()
          .resource(
              new ResourceQuotaBuilder()
                  .withNewMetadata()
                  .withNamespace(stage.namespace())
                  .withName("small")
                  .endMetadata()
                  .withNewSpec()
                  .withHard(Map.of("requests.storage", new Quantity("10Mi")))
                  .endSpec()
                  .build())
          .create();
      cluster
          .client()
          .resourceQuotas()
          .inNamespace(stage.namespace())
          .withName("small")
          .waitUntilCondition(
              quota ->
                  quota.getStatus() != null
                      && quota.getStatus().getHard() != null
                      && !quota.getStatus().getHard().isEmpty(),
              60,
              java.util.concurrent.TimeUnit.SECONDS);
      FillRequest tooLarge = request(stage, "csdr-immediate", tree(stage), false);
      FillRequest noClass = request(stage, "no-such-class", tree(stage), false);

      FillCheck check = new FillCheck(cluster.client());

      assertThat(check.failures(tooLarge))
          .extracting(Failure::type)
          .containsExactly("QuotaExceeded");
      assertThat(check.failures(noClass))
          .extracting(Failure::type)
          .containsExactly("StorageClassMissing", "QuotaExceeded");
      assertThat(check.failures(noClass).getFirst().fix()).contains("csdr-wait");
    }
  }

  private Stage occupied() throws Exception {
    Stage stage = new Stage(cluster);
    stage.claim("data", "csdr-immediate", "64Mi", false);
    stage.pod("app", "data", false);
    stage.awaitReady("app");
    stage.sh("app", "echo mine > /data/file; sync");
    return stage;
  }

  /// A saved volume with the one file `restored`.
  private static String tree(Stage stage) throws Exception {
    java.nio.file.Path folder = java.nio.file.Files.createTempDirectory("csdr-tree");
    java.nio.file.Files.writeString(folder.resolve("restored"), "from the backup\n");
    Process tar =
        new ProcessBuilder("tar", "-C", folder.toString(), "-cf", "-", "restored").start();
    byte[] bytes = tar.getInputStream().readAllBytes();
    assertThat(tar.waitFor()).isZero();
    return stage.channel().keep(bytes);
  }

  private static FillRequest request(Stage stage, String storageClass, String root, boolean block) {
    return new FillRequest(
        stage.template("data", storageClass, block ? "8Mi" : "64Mi", block),
        new Tree(root, 1, null),
        Placement.ANYWHERE,
        new VolumeTraits(Map.of("kept", "yes"), null));
  }

  private static FillRequest content(Stage stage, FillRequest.Content content) {
    return new FillRequest(
        stage.template("data", "csdr-immediate", "64Mi", false),
        content,
        Placement.ANYWHERE,
        VolumeTraits.NONE);
  }

  private static FillOutcome fill(Stage stage, FillSettings settings, FillRequest request)
      throws InterruptedException {
    try (VolumeRun run = stage.open()) {
      VolumeFill fill = new VolumeFill(run, settings);
      try (VolumeFill.Guarded guarded = fill.guard(request)) {
        return fill.fill(guarded, ProgressSink.NONE);
      }
    }
  }

  private static VolumeRun withoutVolumes(Stage stage) throws InterruptedException {
    VolumeRun run = stage.open();
    return new VolumeRun(
        run.client(),
        run.scope(),
        new Rights(true, false, false),
        run.image(),
        run.channel(),
        run.timeouts());
  }

  private static Failure failure(FillOutcome outcome) {
    assertThat(outcome).isInstanceOf(FillOutcome.Failed.class);
    return ((FillOutcome.Failed) outcome).failure();
  }

  private static PersistentVolumeClaim claim(Stage stage) {
    return stage
        .client()
        .persistentVolumeClaims()
        .inNamespace(stage.namespace())
        .withName("data")
        .require();
  }

  /// Claim and volume are the user's: bound to each other, without our marks, reclaimed as their class says.
  private static void assertUsers(Stage stage) {
    PersistentVolumeClaim claim = claim(stage);
    PersistentVolume volume =
        stage.client().persistentVolumes().withName(claim.getSpec().getVolumeName()).require();
    assertThat(claim.getStatus().getPhase()).isEqualTo("Bound");
    assertThat(claim.getMetadata().getLabels()).isNullOrEmpty();
    assertThat(volume.getSpec().getClaimRef().getUid()).isEqualTo(claim.getMetadata().getUid());
    assertThat(volume.getSpec().getPersistentVolumeReclaimPolicy()).isEqualTo("Delete");
    assertThat(volume.getMetadata().getLabels()).containsOnly(Map.entry("kept", "yes"));
    assertThat(volume.getMetadata().getAnnotations())
        .allSatisfy((key, value) -> assertThat(key).doesNotContain("csdr.alibabacloud.com"));
  }

  private static String root(VolumeOutcome outcome) {
    return Objects.requireNonNull(Objects.requireNonNull(outcome.report()).root());
  }
}
