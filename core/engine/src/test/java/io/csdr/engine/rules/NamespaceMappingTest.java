package io.csdr.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.cluster.KubeObject;
import org.junit.jupiter.api.Test;

class NamespaceMappingTest {
  private final NamespaceMapping rule = new NamespaceMapping();

  @Test
  void anObjectMovesAndAnUnmappedOneStays() {
    KubeObject moved =
        Rewritten.by(rule, "{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: shop}}");
    KubeObject stays =
        Rewritten.by(rule, "{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: other}}");

    assertThat(moved.namespace()).isEqualTo("copy");
    assertThat(stays.namespace()).isEqualTo("other");
  }

  @Test
  void aNamespaceChangesItsNameAndTheLabelThatRepeatsIt() {
    KubeObject namespace =
        Rewritten.by(
            rule,
            "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {kubernetes.io/metadata.name: shop, team: shop}}}");

    assertThat(namespace.name()).isEqualTo("copy");
    assertThat(namespace.labels())
        .containsEntry("kubernetes.io/metadata.name", "copy")
        .containsEntry("team", "shop");
  }

  @Test
  void subjectsOfEveryFormMove() {
    KubeObject binding =
        Rewritten.by(
            rule,
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: b}
            subjects:
              - {kind: ServiceAccount, name: robot, namespace: shop}
              - {kind: Group, name: "system:serviceaccounts:shop"}
              - {kind: User, name: "system:serviceaccount:shop:robot"}
              - {kind: ServiceAccount, name: robot, namespace: other}
              - {kind: Group, name: shop}
            """);

    assertThat(binding.text("/subjects/0/namespace")).isEqualTo("copy");
    assertThat(binding.text("/subjects/1/name")).isEqualTo("system:serviceaccounts:copy");
    assertThat(binding.text("/subjects/2/name")).isEqualTo("system:serviceaccount:copy:robot");
    assertThat(binding.text("/subjects/3/namespace")).isEqualTo("other");
    assertThat(binding.text("/subjects/4/name")).isEqualTo("shop");
  }

  @Test
  void claimsWebhooksApisAndConversionsMove() {
    KubeObject volume =
        Rewritten.by(
            rule,
            "{apiVersion: v1, kind: PersistentVolume, metadata: {name: v}, spec: {claimRef: {namespace: shop, name: d}}}");
    KubeObject webhook =
        Rewritten.by(
            rule,
            "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: w}, webhooks: [{name: a, clientConfig: {service: {namespace: shop, name: s}}, namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system, shop]}]}}]}");
    KubeObject api =
        Rewritten.by(
            rule,
            "{apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: v1.x}, spec: {service: {namespace: shop, name: s}}}");
    KubeObject definition =
        Rewritten.by(
            rule,
            "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: c}, spec: {conversion: {webhook: {clientConfig: {service: {namespace: shop}}}}}}");

    assertThat(volume.text("/spec/claimRef/namespace")).isEqualTo("copy");
    assertThat(webhook.text("/webhooks/0/clientConfig/service/namespace")).isEqualTo("copy");
    assertThat(webhook.text("/webhooks/0/namespaceSelector/matchExpressions/0/values/1"))
        .isEqualTo("copy");
    assertThat(api.text("/spec/service/namespace")).isEqualTo("copy");
    assertThat(definition.text("/spec/conversion/webhook/clientConfig/service/namespace"))
        .isEqualTo("copy");
  }

  @Test
  void networkPoliciesFollowTheNamespacesThatTheyName() {
    KubeObject policy =
        Rewritten.by(
            rule,
            "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p, namespace: shop}, spec: {ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}]}]}}");

    assertThat(
            policy.text(
                "/spec/ingress/0/from/0/namespaceSelector/matchLabels/kubernetes.io~1metadata.name"))
        .isEqualTo("copy");
  }
}
