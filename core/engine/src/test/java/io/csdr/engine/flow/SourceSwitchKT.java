package io.csdr.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.engine.EngineException;
import io.csdr.engine.Fixtures;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.cluster.ListQuery;
import io.csdr.engine.cluster.Patch;
import io.csdr.engine.cluster.WriteOptions;
import io.csdr.engine.rules.SwitchRule;
import io.csdr.engine.volume.run.Await;
import io.csdr.test.cluster.Capability;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.Needs;
import io.csdr.test.cluster.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClusterExtension.class)
@Needs(Capability.NODE)
class SourceSwitchKT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String POD =
      "{terminationGracePeriodSeconds: 0, containers: [{name: main, image: \"localhost/csdr-tools:1\", command: [sleep, '3600']}]";

  private final Cluster cluster;
  private final String namespace;

  SourceSwitchKT(TestCluster test) {
    cluster = Cluster.connect(test.config());
    namespace = test.namespace("switch");
  }

  @AfterEach
  void close() {
    cluster.delete(kind("", "namespaces"), null, namespace, null, WriteOptions.CSDR);
    cluster.close();
  }

  @Test
  void whatIsSwitchedOffAndOnIsAsItWas() throws Exception {
    create("apps", "deployments", deployment("two", "replicas: 2,"));
    create("apps", "deployments", deployment("none", "replicas: 0,"));
    create("batch", "cronjobs", cronJob("active", false));
    create("batch", "cronjobs", cronJob("suspended", true));
    SourceSwitch workloads = new SourceSwitch(cluster, List.of(namespace));
    assertThat(workloads.standing()).isEmpty();

    workloads.off(PATIENCE);
    // Somebody who does not know that it is done already does it again.
    new SourceSwitch(cluster, List.of(namespace)).off(PATIENCE);

    assertThat(workloads.standing()).hasValueSatisfying(state -> assertThat(state).hasSize(3));
    assertThat(replicas("two")).isZero();
    assertThat(get("apps", "deployments", "two").annotations())
        .containsEntry(SwitchRule.BEFORE, "2");
    assertThat(suspended("active")).isTrue();

    new SourceSwitch(cluster, List.of(namespace)).on();

    assertThat(replicas("two")).isEqualTo(2);
    assertThat(replicas("none")).isZero();
    assertThat(suspended("active")).isFalse();
    assertThat(suspended("suspended")).isTrue();
    for (String name : List.of("two", "none")) {
      assertThat(get("apps", "deployments", name).annotations())
          .doesNotContainKey(SwitchRule.BEFORE);
    }
  }

  @Test
  void aPodThatNothingCouldStartAgainIsNamedAndNothingIsStopped() {
    create("apps", "deployments", deployment("web", "replicas: 1,"));
    create(
        "",
        "pods",
        "{apiVersion: v1, kind: Pod, metadata: {name: lone}, spec: "
            + POD
            + ", volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]}}");

    assertThatThrownBy(() -> new SourceSwitch(cluster, List.of(namespace)).off(PATIENCE))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> {
              assertThat(e.failure().type()).isEqualTo("CannotStop");
              assertThat(e.failure().object()).isEqualTo("pods " + namespace + "/lone");
            });
    assertThat(replicas("web")).isEqualTo(1);
  }

  @Test
  void whoWasStartedMeanwhileIsNotTakenForStandingStill() throws Exception {
    create("apps", "deployments", deployment("web", "replicas: 1,"));
    SourceSwitch workloads = new SourceSwitch(cluster, List.of(namespace));
    workloads.off(PATIENCE);
    Optional<Map<String, Long>> before = workloads.standing();
    assertThat(before).isPresent();

    scale("web", 1);
    assertThat(workloads.standing()).isEmpty();
    scale("web", 0);
    // Its pods are gone again, but they may have written.
    workloads.off(PATIENCE);

    assertThat(workloads.standing()).isPresent().isNotEqualTo(before);
    workloads.on();
  }

  @Test
  void aPodOfADaemonSetThatHasAVolumeEndsItBeforeAnythingIsStopped() throws Exception {
    create("apps", "deployments", deployment("web", "replicas: 1,"));
    create(
        "",
        "persistentvolumeclaims",
        "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 8Mi}}}}");
    create(
        "apps",
        "daemonsets",
        "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: writer}, spec: {selector: {matchLabels: {app: writer}}, template: {metadata: {labels: {app: writer}}, spec: "
            + POD
            + ", volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]}}}}");
    SourceSwitch workloads = new SourceSwitch(cluster, List.of(namespace));
    assertThat(
            Await.until(
                PATIENCE,
                () -> cluster.list(ListQuery.all(kind("", "pods"), namespace), pod -> {}) >= 2))
        .isTrue();

    assertThatThrownBy(() -> workloads.off(PATIENCE))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> {
              assertThat(e.failure().type()).isEqualTo("CannotStop");
              assertThat(e.failure().object())
                  .contains("of DaemonSet writer")
                  .doesNotContain("ReplicaSet");
            });
    assertThat(replicas("web")).isEqualTo(1);
  }

  @Test
  void aPodWithoutAVolumeOfSomebodyElseIsNamedAndNotWaitedFor() throws Exception {
    create("", "configmaps", "{apiVersion: v1, kind: ConfigMap, metadata: {name: operator}}");
    String owner =
        "{apiVersion: v1, kind: ConfigMap, name: operator, controller: true, uid: "
            + get("", "configmaps", "operator").uid()
            + "}";
    create("apps", "deployments", deployment("web", "replicas: 1,"));
    create(
        "apps",
        "deployments",
        deployment("operated", "replicas: 1,")
            .replace("{name: operated}\n", "{name: operated, ownerReferences: [" + owner + "]}\n"));
    SourceSwitch workloads = new SourceSwitch(cluster, List.of(namespace));
    assertThat(
            Await.until(
                PATIENCE,
                () -> cluster.list(ListQuery.all(kind("", "pods"), namespace), pod -> {}) >= 2))
        .isTrue();

    assertThat(workloads.off(PATIENCE))
        .singleElement()
        .asString()
        .startsWith(namespace + "/operated-")
        .contains("(of ReplicaSet operated-");

    assertThat(replicas("operated")).isEqualTo(1);
    assertThat(workloads.standing()).hasValueSatisfying(state -> assertThat(state).hasSize(1));
    assertThat(cluster.list(ListQuery.all(kind("", "pods"), namespace), pod -> {})).isEqualTo(1);
    workloads.on();
  }

  private void scale(String name, int replicas) {
    cluster.patch(
        kind("apps", "deployments"),
        namespace,
        name,
        null,
        new Patch.Merge(Fixtures.object("{spec: {replicas: " + replicas + "}}").json()),
        WriteOptions.CSDR);
  }

  private int replicas(String name) {
    return get("apps", "deployments", name).at("/spec/replicas").asInt(-1);
  }

  private boolean suspended(String name) {
    return get("batch", "cronjobs", name).at("/spec/suspend").asBoolean(false);
  }

  private KubeObject get(String group, String resource, String name) {
    return cluster.get(kind(group, resource), namespace, name).orElseThrow();
  }

  private void create(String group, String resource, String yaml) {
    KubeObject object = Fixtures.object(yaml);
    object.json().withObject("/metadata").put("namespace", namespace);
    cluster.create(kind(group, resource), object, WriteOptions.CSDR);
  }

  private ApiResource kind(String group, String resource) {
    return cluster.discover().find(group, resource).orElseThrow();
  }

  private static String deployment(String name, String replicas) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s}
    spec: {%2$s selector: {matchLabels: {app: %1$s}}, template: {metadata: {labels: {app: %1$s}}, spec: %3$s}}}
    """
        .formatted(name, replicas, POD);
  }

  private static String cronJob(String name, boolean suspended) {
    return """
    apiVersion: batch/v1
    kind: CronJob
    metadata: {name: %s}
    spec: {schedule: "0 0 1 1 *", suspend: %s, jobTemplate: {spec: {template: {spec: %s, restartPolicy: Never}}}}}
    """
        .formatted(name, suspended, POD);
  }
}
