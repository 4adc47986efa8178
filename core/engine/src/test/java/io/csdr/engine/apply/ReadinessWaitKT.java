package io.csdr.engine.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.Fixtures;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.WriteOptions;
import io.csdr.model.Failure;
import io.csdr.model.ObjectRef;
import io.csdr.test.cluster.Capability;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.Needs;
import io.csdr.test.cluster.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClusterExtension.class)
@Needs(Capability.NODE)
class ReadinessWaitKT {
  private final Cluster cluster;
  private final String namespace;

  ReadinessWaitKT(TestCluster test) {
    cluster = Cluster.connect(test.config());
    namespace = test.namespace("ready");
  }

  @AfterEach
  void stop() {
    cluster.delete(kind("", "namespaces"), null, namespace, null, WriteOptions.CSDR);
    cluster.close();
  }

  @Test
  void workloadsThatRunAreReadyAndTheOthersSayWhatKeepsThem() {
    List<ObjectRef> workloads =
        List.of(
            deployment("runs", "command: [sleep, '100000']", ""),
            deployment("crashes", "command: ['false']", ""),
            deployment("no-image", "imagePullPolicy: Never", ""),
            deployment("no-node", "command: [sleep, '100000']", "nodeSelector: {no: where},"),
            deployment("no-config", "envFrom: [{configMapRef: {name: missing}}]", ""));

    List<ReadinessWait.Unready> unready =
        new ReadinessWait(cluster).await(workloads, Set.of(), Duration.ofSeconds(45));

    Map<String, String> types =
        unready.stream()
            .map(ReadinessWait.Unready::failure)
            .collect(Collectors.toMap(f -> f.object().replaceAll(".*/", ""), Failure::type));
    assertThat(unready).allMatch(ReadinessWait.Unready::late);
    assertThat(types)
        .isEqualTo(
            Map.of(
                "crashes", "CrashLoop",
                "no-image", "ImagePull",
                "no-node", "Unschedulable",
                "no-config", "ContainerStart"));
  }

  @Test
  void allReadyEndsTheWaitBeforeItsTime() {
    List<ObjectRef> workloads = List.of(deployment("runs", "command: [sleep, '100000']", ""));

    assertThat(new ReadinessWait(cluster).await(workloads, Set.of(), Duration.ofHours(1)))
        .isEmpty();
  }

  private ObjectRef deployment(String name, String container, String spec) {
    String image = name.equals("no-image") ? "localhost/no-such-image:1" : "localhost/csdr-tools:1";
    ApiResource kind = kind("apps", "deployments");
    cluster.create(
        kind,
        Fixtures.object(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s, namespace: %2$s}
            spec:
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata: {labels: {app: %1$s}}
                spec: {%3$s terminationGracePeriodSeconds: 0, containers: [{name: main, image: "%4$s", %5$s}]}
            """
                .formatted(name, namespace, spec, image, container)),
        WriteOptions.CSDR);
    return kind.ref(namespace, name);
  }

  private ApiResource kind(String group, String resource) {
    return cluster.discover().find(group, resource).orElseThrow();
  }
}
