package io.csdr.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.Fixtures;
import io.csdr.engine.cluster.KubeObject;
import org.junit.jupiter.api.Test;

/// Pods, Jobs, accounts and their tokens.
class WorkloadRulesTest {
  @Test
  void aPodIsFreedFromItsNodeItsNumbersAndItsToken() {
    KubeObject pod =
        Rewritten.by(
            new PodRule(),
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              nodeName: node-1
              priority: 7
              priorityClassName: high
              preemptionPolicy: PreemptLowerPriority
              ephemeralContainers: [{name: debug}]
              serviceAccountName: robot
              containers:
                - name: main
                  volumeMounts: [{name: kube-api-access-x1, mountPath: /t}, {name: data, mountPath: /d}]
              initContainers:
                - name: init
                  volumeMounts: [{name: robot-token-abc, mountPath: /t}]
              volumes:
                - {name: kube-api-access-x1, projected: {sources: []}}
                - {name: robot-token-abc, secret: {secretName: robot-token-abc}}
                - {name: data, emptyDir: {}}
            """);

    assertThat(pod.at("/spec").properties())
        .extracting(e -> e.getKey())
        .containsExactlyInAnyOrder(
            "priorityClassName", "serviceAccountName", "containers", "initContainers", "volumes");
    assertThat(pod.at("/spec/volumes")).hasSize(1);
    assertThat(pod.text("/spec/volumes/0/name")).isEqualTo("data");
    assertThat(pod.at("/spec/volumes/0/emptyDir").isObject()).isTrue();
    assertThat(pod.at("/spec/containers/0/volumeMounts")).hasSize(1);
    assertThat(pod.at("/spec/initContainers/0").has("volumeMounts")).isFalse();
  }

  @Test
  void whatAMigrationStoppedRunsAgainAsItDid() {
    KubeObject web = stopped("apps/v1", "Deployment", "{replicas: 0}", "3");
    KubeObject nightly = stopped("batch/v1", "CronJob", "{suspend: true}", "active");

    assertThat(web.at("/spec/replicas").asInt()).isEqualTo(3);
    assertThat(nightly.at("/spec/suspend").asBoolean(true)).isFalse();
    assertThat(web.annotations()).containsOnlyKeys("kept");
    assertThat(nightly.annotations()).containsOnlyKeys("kept");
  }

  @Test
  void whatWasAtZeroBeforeStaysThereAndWhatWeNeverWroteChangesNothing() {
    assertThat(stopped("apps/v1", "Deployment", "{replicas: 0}", "0").at("/spec/replicas").asInt())
        .isZero();
    for (String odd : new String[] {"", "-1", "99999999999", "many"}) {
      KubeObject web = stopped("apps/v1", "Deployment", "{replicas: 7}", odd);

      assertThat(web.at("/spec/replicas").asInt()).isEqualTo(7);
      assertThat(web.annotations()).containsOnlyKeys("kept");
    }
  }

  private static KubeObject stopped(String version, String kind, String spec, String before) {
    String yaml =
        """
        apiVersion: %s
        kind: %s
        metadata: {name: a, annotations: {kept: "1", csdr.alibabacloud.com/before-switch: "%s"}}
        spec: %s
        """
            .formatted(version, kind, before, spec);
    KubeObject object = Rewriting.of(Fixtures.object(yaml), RewriteContext.PLAIN);
    assertThat(Rewritten.by(new SwitchRule(), yaml)).isEqualTo(object);
    return object;
  }

  @Test
  void aJobLosesTheSelectorWithItsOldUid() {
    String job =
        "{apiVersion: batch/v1, kind: Job, metadata: {name: j, labels: {controller-uid: u, mine: a}}, spec: {%s selector: {matchLabels: {batch.kubernetes.io/controller-uid: u}}, template: {metadata: {labels: {controller-uid: u, batch.kubernetes.io/controller-uid: u, job-name: j, mine: a}}}}}";
    KubeObject generated = Rewritten.by(new JobRule(), job.formatted(""));
    KubeObject manual = Rewritten.by(new JobRule(), job.formatted("manualSelector: true,"));

    assertThat(generated.at("/spec").has("selector")).isFalse();
    assertThat(generated.at("/spec/template/metadata/labels").properties())
        .extracting(e -> e.getKey())
        .containsExactly("mine");
    assertThat(generated.labels()).containsOnlyKeys("mine");
    assertThat(manual.at("/spec/selector").isObject()).isTrue();
  }

  @Test
  void anAccountKeepsOnlySecretsThatSomebodyGaveIt() {
    KubeObject account =
        Rewritten.by(
            new AccountRule(),
            "{apiVersion: v1, kind: ServiceAccount, metadata: {name: robot}, secrets: [{name: robot-token-x1}, {name: mine}], imagePullSecrets: [{name: pull}]}");

    assertThat(account.at("/secrets")).hasSize(1);
    assertThat(account.text("/secrets/0/name")).isEqualTo("mine");
    assertThat(account.text("/imagePullSecrets/0/name")).isEqualTo("pull");
  }

  @Test
  void aTokenSecretIsEmptiedAndOthersAreNot() {
    String secret =
        "{apiVersion: v1, kind: Secret, type: %s, metadata: {name: t, annotations: {kubernetes.io/service-account.name: robot, kubernetes.io/service-account.uid: u}}, data: {token: eA==, ca.crt: eA==, namespace: eA==, mine: eA==}}";
    KubeObject token =
        Rewritten.by(
            new TokenSecretRule(), secret.formatted("kubernetes.io/service-account-token"));
    KubeObject opaque = Rewritten.by(new TokenSecretRule(), secret.formatted("Opaque"));

    assertThat(KubeObject.strings(token.at("/data"))).containsOnlyKeys("mine");
    assertThat(token.annotations()).containsOnlyKeys("kubernetes.io/service-account.name");
    assertThat(opaque.at("/data")).hasSize(4);
  }
}
