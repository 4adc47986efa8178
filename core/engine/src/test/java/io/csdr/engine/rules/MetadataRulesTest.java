package io.csdr.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.Fixtures;
import io.csdr.engine.cluster.KubeObject;
import org.junit.jupiter.api.Test;

/// What every object loses, and what it keeps.
class MetadataRulesTest {
  private static final String OBJECT =
      """
      apiVersion: %s
      kind: %s
      metadata:
        name: a
        namespace: shop
        generateName: a-
        selfLink: /x
        uid: u
        resourceVersion: "7"
        generation: 3
        creationTimestamp: "2026-01-01T00:00:00Z"
        deletionGracePeriodSeconds: 0
        managedFields: [{manager: m}]
        finalizers: [example.com/keep, foregroundDeletion]
        ownerReferences: [{apiVersion: v1, kind: X, name: x, uid: y}]
        labels: {velero.io/backup-name: b, csdr.alibabacloud.com/run: r, mine: a}
        annotations:
          csdr.alibabacloud.com/schedules: s
          pre.hook.backup.csdr.alibabacloud.com/recipe: postgres@1
          pre.hook.backup.velero.io/command: '["sync"]'
          deployment.kubernetes.io/revision: "4"
          csdr.alibabacloud.com/exclude: "false"
      status: {phase: x}
      spec: {empty: {}, list: []}
      """;

  @Test
  void identityAndStatusGoAndWhatTheUserWroteStays() {
    KubeObject object =
        Rewritten.by(new MetadataReset(), OBJECT.formatted("apps/v1", "Deployment"));

    assertThat(object.at("/metadata").properties())
        .extracting(e -> e.getKey())
        .containsExactlyInAnyOrder(
            "name", "namespace", "finalizers", "ownerReferences", "labels", "annotations");
    assertThat(object.annotations()).doesNotContainKey("deployment.kubernetes.io/revision");
    assertThat(object.json().has("status")).isFalse();
    assertThat(object.at("/spec/empty").isObject()).isTrue();
    assertThat(object.at("/spec/list").isArray()).isTrue();
  }

  @Test
  void stampsGoAndTheUsersOwnHooksAndOptOutStay() {
    KubeObject object = Rewritten.by(new StampRemoval(), OBJECT.formatted("v1", "ConfigMap"));

    assertThat(object.labels()).containsOnlyKeys("mine");
    assertThat(object.annotations())
        .containsOnlyKeys(
            "pre.hook.backup.velero.io/command",
            "deployment.kubernetes.io/revision",
            "csdr.alibabacloud.com/exclude");
  }

  @Test
  void finalizersStayOnCustomResourcesOnly() {
    KubeObject custom =
        Rewritten.by(new FinalizerRule(), OBJECT.formatted("shop.example.com/v1", "Order"));
    KubeObject builtIn = Rewritten.by(new FinalizerRule(), OBJECT.formatted("v1", "Service"));
    KubeObject namespace =
        Rewritten.by(
            new FinalizerRule(),
            "{apiVersion: v1, kind: Namespace, metadata: {name: shop}, spec: {finalizers: [kubernetes]}}");

    assertThat(custom.at("/metadata/finalizers")).hasSize(1);
    assertThat(custom.text("/metadata/finalizers/0")).isEqualTo("example.com/keep");
    assertThat(builtIn.at("/metadata").has("finalizers")).isFalse();
    assertThat(namespace.at("/spec").has("finalizers")).isFalse();
  }

  @Test
  void webhooksOfOldAreMadeValid() {
    KubeObject webhook =
        Rewritten.by(
            new WebhookRule(),
            "{apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration, metadata: {name: w}, webhooks: [{name: a, sideEffects: Some, clientConfig: {url: 'https://x'}}, {name: b, sideEffects: NoneOnDryRun, clientConfig: {service: {}}}, {name: c, clientConfig: {}}]}");

    assertThat(webhook.at("/webhooks")).hasSize(2);
    assertThat(webhook.text("/webhooks/0/sideEffects")).isEqualTo("None");
    assertThat(webhook.text("/webhooks/1/sideEffects")).isEqualTo("NoneOnDryRun");
  }

  @Test
  void aDefinitionThatKeptUnknownFieldsStillDoes() {
    KubeObject definition =
        Rewritten.by(
            new DefinitionRule(),
            "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: c}, spec: {preserveUnknownFields: true, versions: [{name: v1, schema: {openAPIV3Schema: {type: object}}}, {name: v2}]}}");

    assertThat(definition.at("/spec").has("preserveUnknownFields")).isFalse();
    for (int version : new int[] {0, 1}) {
      String schema = "/spec/versions/" + version + "/schema/openAPIV3Schema";
      assertThat(definition.at(schema + "/x-kubernetes-preserve-unknown-fields").asBoolean())
          .isTrue();
      assertThat(definition.text(schema + "/type")).isEqualTo("object");
    }
  }

  @Test
  void theStoredObjectItselfIsNotTouched() {
    KubeObject stored = Fixtures.object(OBJECT.formatted("v1", "Service"));
    KubeObject before = stored.copy();

    KubeObject rewritten = Rewriting.of(stored, Rewritten.MAPPED);

    assertThat(stored).isEqualTo(before);
    assertThat(rewritten).isNotEqualTo(before);
    assertThat(rewritten.owners()).hasSize(1);
  }
}
