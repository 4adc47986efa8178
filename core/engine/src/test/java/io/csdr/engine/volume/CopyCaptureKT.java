package io.csdr.engine.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.volume.VolumeOutcome.Method;
import io.csdr.engine.volume.run.Await;
import io.csdr.engine.volume.run.Rights;
import io.csdr.model.Consistency;
import io.csdr.model.Verdict;
import io.csdr.model.VolumeMode;
import io.csdr.model.request.ImageSource;
import io.csdr.test.cluster.Capability;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.Needs;
import io.csdr.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClusterExtension.class)
@Needs({Capability.NODE, Capability.STORAGE})
class CopyCaptureKT {
  private final TestCluster cluster;

  CopyCaptureKT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void aLocalVolumeIsCopiedWhileItsPodWritesFromOutsideItsNamespace() throws Exception {
    try (Stage stage = inUse("csdr-local", false)) {
      VolumeOutcome outcome = stage.capture(VolumeMode.AUTO, "data");

      assertThat(outcome.verdict()).isEqualTo(new Verdict.Saved());
      assertThat(outcome.method()).isEqualTo(Method.COPY);
      assertThat(outcome.consistency()).isEqualTo(Consistency.LIVE);
      assertThat(outcome.warnings()).hasSize(1);
      assertThat(saved(stage, outcome)).contains("precious");
      assertThat(stage.channel().pods())
          .singleElement()
          .satisfies(pod -> assertThat(pod.namespace()).isEqualTo(stage.scope().workspace()));
      assertThat(stage.remains()).isEmpty();
      assertThat(stage.sh("app", "cat /data/file")).isEqualTo("precious\n");
    }
  }

  @Test
  void aBlockVolumeIsCopiedOnTheNodeOfItsPod() throws Exception {
    try (Stage stage = new Stage(cluster)) {
      stage.claim("disk", "csdr-immediate", "8Mi", true);
      stage.pod("app", "disk", true);
      stage.awaitReady("app");
      String sum =
          stage.sh(
              "app",
              "head -c 8388608 /dev/urandom > /tmp/r; dd if=/tmp/r of=/dev/data conv=fsync status=none; sha256sum < /dev/data");

      VolumeOutcome outcome = stage.capture(VolumeMode.COPY, "disk");

      assertThat(outcome.verdict()).isEqualTo(new Verdict.Saved());
      assertThat(sum).startsWith(root(outcome));
      assertThat(stage.remains()).isEmpty();
      assertThat(stage.sh("app", "sha256sum < /dev/data")).isEqualTo(sum);
    }
  }

  @Test
  void anUnusedVolumeIsCopiedAsItLies() throws Exception {
    try (Stage stage = inUse("csdr-local", false)) {
      stage.stop("app");

      VolumeOutcome outcome = stage.capture(VolumeMode.AUTO, "data");

      assertThat(outcome.verdict()).isEqualTo(new Verdict.Saved());
      assertThat(outcome.consistency()).isEqualTo(Consistency.CRASH);
      assertThat(saved(stage, outcome)).contains("precious");
      assertThat(stage.remains()).isEmpty();
      assertThat(stage.facts("data").state().phase()).isEqualTo("Bound");
    }
  }

  /// The copy would take ten minutes: whoever waits for it waits too long.
  @Test
  void aPodThatEndsIsNotDelayedAndTheCopyIsTakenUpAgainWhereItsSuccessorIs() throws Exception {
    try (Stage stage = inUse("csdr-local", false)) {
      stage.channel().before("sleep 600");
      CompletableFuture<VolumeOutcome> capture = captureInBackground(stage);
      awaitMovers(stage, 1);

      stage.stop("app");
      stage.channel().before("true");
      stage.pod("app", "data", false);
      stage.awaitReady("app");

      VolumeOutcome outcome = capture.get(5, TimeUnit.MINUTES);
      assertThat(outcome.verdict()).isEqualTo(new Verdict.Saved());
      assertThat(saved(stage, outcome)).contains("precious");
      assertThat(stage.channel().pods()).hasSize(2);
      assertThat(stage.remains()).isEmpty();
    }
  }

  @Test
  void aPodThatStartsOnAVolumeBeingCopiedGetsIt() throws Exception {
    try (Stage stage = inUse("csdr-immediate", false)) {
      stage.stop("app");
      stage.channel().before("sleep 600");
      CompletableFuture<VolumeOutcome> capture = captureInBackground(stage);
      awaitMovers(stage, 1);

      stage.channel().before("true");
      stage.pod("app", "data", false);
      stage.awaitReady("app");

      VolumeOutcome outcome = capture.get(5, TimeUnit.MINUTES);
      assertThat(outcome.verdict()).isEqualTo(new Verdict.Saved());
      assertThat(outcome.consistency()).isEqualTo(Consistency.LIVE);
      assertThat(stage.channel().pods()).hasSize(2);
    }
  }

  @Test
  void quotasLimitsAndPoliciesOfTheNamespaceAreNotInTheWay() throws Exception {
    try (Stage stage = inUse("csdr-local", true)) {
      VolumeOutcome outcome = stage.capture(VolumeMode.AUTO, "data");

      assertThat(outcome.verdict()).isEqualTo(new Verdict.Saved());
    }
  }

  @Test
  void withoutRightsOnVolumesAMoverRunsBesideThePods() throws Exception {
    try (Stage stage = inUse("csdr-local", false)) {
      policy(stage, "baseline");
      try (VolumeRun run = withoutVolumes(stage)) {
        VolumeOutcome outcome = stage.capture(run, VolumeMode.AUTO, "data");

        assertThat(outcome.verdict()).isEqualTo(new Verdict.Saved());
        assertThat(saved(stage, outcome)).contains("precious");
        assertThat(stage.channel().pods().getFirst().namespace()).isEqualTo(stage.namespace());
        assertThat(stage.remains()).isEmpty();
      }
    }
  }

  @Test
  void aPolicyThatForbidsTheMoverIsNamedWithTheFix() throws Exception {
    try (Stage stage = inUse("csdr-local", false)) {
      policy(stage, "restricted");
      try (VolumeRun run = withoutVolumes(stage)) {
        VolumeOutcome outcome = stage.capture(run, VolumeMode.AUTO, "data");

        assertThat(outcome.verdict())
            .isInstanceOfSatisfying(
                Verdict.Failed.class,
                failed -> {
                  assertThat(failed.failure().type()).isEqualTo("MoverRefused");
                  assertThat(failed.failure().message())
                      .contains("violates PodSecurity \"restricted");
                  assertThat(failed.failure().fix())
                      .contains("kubectl label namespace " + stage.namespace());
                });
        assertThat(stage.remains()).isEmpty();
      }
    }
  }

  @Test
  void anImageThatCannotBePulledIsNamedWithNodeAndFlag() throws Exception {
    try (Stage stage = inUse("csdr-local", false);
        VolumeRun run = stage.open(new ImageSource("localhost/no-such-image:1", null))) {
      VolumeOutcome outcome = stage.capture(run, VolumeMode.AUTO, "data");

      assertThat(outcome.verdict())
          .isInstanceOfSatisfying(
              Verdict.Failed.class,
              failed -> {
                assertThat(failed.failure().type()).isEqualTo("ImagePull");
                assertThat(failed.failure().message())
                    .contains("localhost/no-such-image:1")
                    .contains(
                        cluster
                            .client()
                            .nodes()
                            .list()
                            .getItems()
                            .getFirst()
                            .getMetadata()
                            .getName());
                assertThat(failed.failure().fix()).contains("--image");
              });
      assertThat(stage.remains()).isEmpty();
    }
  }

  @Test
  void aMoverThatDiesIsReplacedOnce() throws Exception {
    try (Stage stage = inUse("csdr-local", false)) {
      stage.channel().before("sleep 600");
      CompletableFuture<VolumeOutcome> capture = captureInBackground(stage);
      awaitMovers(stage, 1);

      stage.channel().before("true");
      var pod = stage.channel().pods().getFirst();
      cluster.client().pods().inNamespace(pod.namespace()).withName(pod.name()).delete();

      VolumeOutcome outcome = capture.get(5, TimeUnit.MINUTES);
      assertThat(outcome.verdict()).isEqualTo(new Verdict.Saved());
      assertThat(stage.channel().pods()).hasSize(2);
      assertThat(stage.remains()).isEmpty();
    }
  }

  @Test
  void anInterruptedCaptureLeavesNothing() throws Exception {
    try (Stage stage = inUse("csdr-immediate", false)) {
      stage.channel().before("sleep 600");
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread capture =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  stage.capture(VolumeMode.AUTO, "data");
                } catch (Throwable e) {
                  end.complete(e);
                }
              });
      awaitMovers(stage, 1);

      capture.interrupt();

      assertThat(end.get(2, TimeUnit.MINUTES)).isInstanceOf(InterruptedException.class);
      assertThat(stage.remains()).isEmpty();
      assertThat(stage.contentsOf(stage.namespace(), stage.scope().workspace())).isZero();
    }
  }

  @Test
  void aClaimWithoutVolumeIsAFailureWithTheClustersOwnWords() throws Exception {
    try (Stage stage = new Stage(cluster)) {
      stage.claim("data", "csdr-wait", "64Mi", false);

      VolumeOutcome outcome = stage.capture(VolumeMode.AUTO, "data");

      assertThat(outcome.verdict())
          .isInstanceOfSatisfying(
              Verdict.Failed.class,
              failed -> assertThat(failed.failure().type()).isEqualTo("ClaimPending"));
      assertThat(outcome.method()).isEqualTo(Method.NONE);
    }
  }

  /// A claim `data` with a file, mounted by the pod `app`; `hostile` namespaces refuse every other pod.
  private Stage inUse(String storageClass, boolean hostile) throws Exception {
    Stage stage = new Stage(cluster);
    stage.claim("data", storageClass, "64Mi", false);
    stage.pod("app", "data", false);
    stage.awaitReady("app");
    stage.sh("app", "echo precious > /data/file; sync");
    if (hostile) {
      shut(stage);
    }
    return stage;
  }

  private void shut(Stage stage) {
    policy(stage, "restricted");
    String namespace = stage.namespace();
    cluster
        .client()
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("full")
                .endMetadata()
                .withNewSpec()
                .withHard(
                    Map.of("pods", new Quantity("1"), "persistentvolumeclaims", new Quantity("1")))
                .endSpec()
                .build())
        .create();
    cluster
        .client()
        .resource(
            new LimitRangeBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("tiny")
                .endMetadata()
                .withNewSpec()
                .addNewLimit()
                .withType("Container")
                .withMax(Map.of("memory", new Quantity("16Mi")))
                .endLimit()
                .endSpec()
                .build())
        .create();
    cluster
        .client()
        .resource(
            new NetworkPolicyBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("deny")
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .endSpec()
                .build())
        .create();
  }

  private void policy(Stage stage, String level) {
    cluster
        .client()
        .namespaces()
        .withName(stage.namespace())
        .edit(namespace -> {
          namespace.getMetadata().getLabels().put("pod-security.kubernetes.io/enforce", level);
          return namespace;
        });
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

  private static CompletableFuture<VolumeOutcome> captureInBackground(Stage stage) {
    CompletableFuture<VolumeOutcome> future = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            future.complete(stage.capture(VolumeMode.COPY, "data"));
          } catch (Throwable e) {
            future.completeExceptionally(e);
          }
        });
    return future;
  }

  private static void awaitMovers(Stage stage, int count) throws InterruptedException {
    assertThat(Await.until(Duration.ofSeconds(90), () -> stage.channel().pods().size() >= count))
        .isTrue();
  }

  private static String saved(Stage stage, VolumeOutcome outcome) {
    return new String(stage.channel().bytes(root(outcome)), StandardCharsets.ISO_8859_1);
  }

  private static String root(VolumeOutcome outcome) {
    return Objects.requireNonNull(Objects.requireNonNull(outcome.report()).root());
  }
}
