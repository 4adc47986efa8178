package io.csdr.engine.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.volume.claim.CaptureChoice;
import io.csdr.engine.volume.claim.ClaimFacts;
import io.csdr.engine.volume.claim.ClaimReader;
import io.csdr.engine.volume.run.Await;
import io.csdr.engine.volume.run.RunLabels;
import io.csdr.engine.volume.run.RunScope;
import io.csdr.engine.volume.run.SnapshotApi;
import io.csdr.model.ProgressSink;
import io.csdr.model.PvcRef;
import io.csdr.model.VolumeMode;
import io.csdr.model.request.ImageSource;
import io.csdr.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A namespace of one test with claims and pods, and a run beside it. Closing it removes all.
final class Stage implements AutoCloseable {
  static final ImageSource TOOLS = new ImageSource("localhost/csdr-tools:1", null);

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /// Kubernetes takes its protection off a claim, and what belongs to it, a moment after the deletion.
  private static final Duration GOING = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final String namespace;
  private final RunScope scope;
  private final TarChannel channel;

  Stage(TestCluster cluster) {
    this(cluster, cluster.namespace("volumes"));
  }

  private Stage(TestCluster cluster, String namespace) {
    this.client = cluster.client();
    this.namespace = namespace;
    this.scope = RunScope.ofClient(cluster.name("t"), Instant.now().plus(Duration.ofHours(1)));
    this.channel = new TarChannel(client);
  }

  /// The same namespace for a later run.
  Stage again(TestCluster cluster) {
    return new Stage(cluster, namespace);
  }

  KubernetesClient client() {
    return client;
  }

  String namespace() {
    return namespace;
  }

  RunScope scope() {
    return scope;
  }

  TarChannel channel() {
    return channel;
  }

  PvcRef ref(String claim) {
    return new PvcRef(namespace, claim);
  }

  VolumeRun open() throws InterruptedException {
    return open(TOOLS);
  }

  VolumeRun open(ImageSource image) throws InterruptedException {
    VolumeTimeouts timeouts =
        new VolumeTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMinutes(30));
    return VolumeRun.open(client, scope, image, channel, timeouts);
  }

  ClaimFacts facts(String claim) {
    return new ClaimReader(client, Map.of()).read(ref(claim)).orElseThrow();
  }

  /// Captures one claim of this stage from beginning to end.
  VolumeOutcome capture(VolumeMode mode, String claim) throws InterruptedException {
    try (VolumeRun run = open()) {
      return capture(run, mode, claim);
    }
  }

  VolumeOutcome capture(VolumeRun run, VolumeMode mode, String claim) throws InterruptedException {
    return new VolumeCapture(run, settings(mode))
        .capture(List.of(facts(claim)), ProgressSink.NONE)
        .getFirst();
  }

  static CaptureSettings settings(VolumeMode mode) {
    return new CaptureSettings(new CaptureChoice(mode, null), 4, "none", Map.of());
  }

  PersistentVolumeClaim claim(String name, String storageClass, String size, boolean block) {
    return client.resource(template(name, storageClass, size, block)).create();
  }

  PersistentVolumeClaim template(String name, String storageClass, String size, boolean block) {
    return template(namespace, name, storageClass, size, block);
  }

  static PersistentVolumeClaim template(
      String namespace, String name, String storageClass, String size, boolean block) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withVolumeMode(block ? "Block" : "Filesystem")
        .withStorageClassName(storageClass)
        .withNewResources()
        .addToRequests("storage", new Quantity(size))
        .endResources()
        .endSpec()
        .build();
  }

  /// Starts a pod that has the claim at /data or as /dev/data, and does nothing.
  void pod(String name, String claim, boolean block) {
    PodBuilder pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .withTerminationGracePeriodSeconds(1L)
            .addNewContainer()
            .withName("main")
            .withImage("localhost/csdr-tools:1")
            .withImagePullPolicy("IfNotPresent")
            .withCommand("sleep", "3600")
            .endContainer()
            .addNewVolume()
            .withName("data")
            .withNewPersistentVolumeClaim(claim, false)
            .endVolume()
            .endSpec();
    if (block) {
      pod.editSpec()
          .editFirstContainer()
          .addNewVolumeDevice("/dev/data", "data")
          .endContainer()
          .endSpec();
    } else {
      pod.editSpec()
          .editFirstContainer()
          .addNewVolumeMount()
          .withName("data")
          .withMountPath("/data")
          .endVolumeMount()
          .endContainer()
          .endSpec();
    }
    client.resource(pod.build()).create();
  }

  void awaitReady(String pod) {
    client
        .pods()
        .inNamespace(namespace)
        .withName(pod)
        .waitUntilReady(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /// Removes a pod and waits until it is gone.
  void stop(String pod) throws InterruptedException {
    client.pods().inNamespace(namespace).withName(pod).delete();
    assertThat(
            Await.until(
                PATIENCE, () -> client.pods().inNamespace(namespace).withName(pod).get() == null))
        .isTrue();
  }

  /// What a shell command in the pod prints.
  String sh(String pod, String command) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (ExecWatch watch =
        client
            .pods()
            .inNamespace(namespace)
            .withName(pod)
            .writingOutput(out)
            .writingError(err)
            .exec("bash", "-c", "set -e; " + command)) {
      Integer code = watch.exitCode().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(code).as(command + ": " + err.toString(StandardCharsets.UTF_8)).isZero();
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /// Everything in the cluster that carries the run's label, once what is being deleted had the time to go.
  List<String> remains() throws InterruptedException {
    Await.until(
        GOING,
        () ->
            labelled().stream()
                .noneMatch(item -> item.getMetadata().getDeletionTimestamp() != null));
    return labelled().stream()
        .map(item -> item.getKind() + " " + item.getMetadata().getName())
        .toList();
  }

  private List<HasMetadata> labelled() {
    String run = scope.run();
    List<HasMetadata> found = new ArrayList<>();
    found.addAll(
        client
            .batch()
            .v1()
            .jobs()
            .inAnyNamespace()
            .withLabel(RunLabels.RUN, run)
            .list()
            .getItems());
    found.addAll(client.pods().inAnyNamespace().withLabel(RunLabels.RUN, run).list().getItems());
    found.addAll(
        client
            .persistentVolumeClaims()
            .inAnyNamespace()
            .withLabel(RunLabels.RUN, run)
            .list()
            .getItems());
    found.addAll(client.persistentVolumes().withLabel(RunLabels.RUN, run).list().getItems());
    found.addAll(client.secrets().inAnyNamespace().withLabel(RunLabels.RUN, run).list().getItems());
    SnapshotApi api = new SnapshotApi(client);
    found.addAll(api.snapshots().inAnyNamespace().withLabel(RunLabels.RUN, run).list().getItems());
    found.addAll(api.contents().withLabel(RunLabels.RUN, run).list().getItems());
    return found;
  }

  /// Volumes whose claim is or was in one of these namespaces.
  List<String> volumesOf(String... namespaces) {
    return client.persistentVolumes().list().getItems().stream()
        .filter(volume ->
            volume.getSpec().getClaimRef() != null
                && List.of(namespaces).contains(volume.getSpec().getClaimRef().getNamespace()))
        .map(volume -> volume.getMetadata().getName())
        .toList();
  }

  /// How many snapshots of the driver belong to snapshots in one of these namespaces.
  long contentsOf(String... namespaces) {
    return new SnapshotApi(client)
        .contents().list().getItems().stream()
            .filter(content -> {
              @Nullable String place =
                  SnapshotApi.text(content, "spec", "volumeSnapshotRef", "namespace");
              return place != null && List.of(namespaces).contains(place);
            })
            .count();
  }

  @Override
  public void close() {
    client.namespaces().withName(scope.workspace()).delete();
    client.namespaces().withName(namespace).delete();
  }
}
