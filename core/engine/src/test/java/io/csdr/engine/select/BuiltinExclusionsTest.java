package io.csdr.engine.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltinExclusionsTest {
  @Test
  void everyRuleHasANameOfItsOwnAndAReason() {
    assertThat(BuiltinExclusions.ALL)
        .extracting(BuiltinExclusions.Rule::name)
        .doesNotHaveDuplicates();
    assertThat(BuiltinExclusions.ALL).allSatisfy(rule -> assertThat(rule.reason()).isNotBlank());
  }

  @ParameterizedTest
  @CsvSource({"'', events, events", "'', nodes, machines", "metrics.k8s.io, pods, not-storable"})
  void wholeKindsAreLeftOut(String group, String resource, String rule) {
    assertThat(BuiltinExclusions.ofKind(Kinds.of(group, resource)))
        .map(BuiltinExclusions.Rule::name)
        .contains(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | configmaps | {metadata: {name: kube-root-ca.crt}} | root-ca",
        "'' | configmaps | {metadata: {name: a, labels: {csdr.alibabacloud.com/exclude: 'true'}}} | opted-out",
        "'' | configmaps | {metadata: {name: a, labels: {velero.io/exclude-from-backup: 'true'}}} | opted-out",
        "'' | configmaps | {metadata: {name: a, deletionTimestamp: '2026-01-01T00:00:00Z'}} | terminating",
        "'' | configmaps | {metadata: {name: a, labels: {csdr.alibabacloud.com/run: r}}} | run-objects",
        "'' | serviceaccounts | {metadata: {name: default}} | default-service-account",
        "'' | serviceaccounts | {metadata: {name: default}, secrets: [{name: default-token-x1}]} | default-service-account",
        "'' | pods | {metadata: {name: a, annotations: {kubernetes.io/config.mirror: x}}} | mirror-pods",
        "'' | pods | {metadata: {name: a, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: r, uid: u, controller: true}]}} | pods-of-controllers",
        "apps | replicasets | {metadata: {name: a, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: d, uid: u, controller: true}]}} | replicasets-of-deployments",
        "batch | jobs | {metadata: {name: a, ownerReferences: [{apiVersion: batch/v1, kind: CronJob, name: c, uid: u, controller: true}]}} | jobs-of-cronjobs",
        "'' | services | {metadata: {name: kubernetes, namespace: default}} | kubernetes-service",
        "'' | endpoints | {metadata: {name: a, labels: {endpoints.kubernetes.io/managed-by: endpoint-controller}}} | endpoints-of-services",
        "discovery.k8s.io | endpointslices | {metadata: {name: a, labels: {endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io}}} | endpoints-of-services",
        "'' | secrets | {type: kubernetes.io/service-account-token, metadata: {name: bob-token-x1y2z, annotations: {kubernetes.io/service-account.name: bob}}} | service-account-tokens",
        "rbac.authorization.k8s.io | clusterroles | {metadata: {name: edit, labels: {kubernetes.io/bootstrapping: rbac-defaults}}} | rbac-defaults"
      })
  void singleObjectsAreLeftOut(String group, String resource, String object, String rule) {
    assertThat(BuiltinExclusions.ofObject(Kinds.of(group, resource), Fixtures.object(object)))
        .map(BuiltinExclusions.Rule::name)
        .contains(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | serviceaccounts | {metadata: {name: default}, imagePullSecrets: [{name: mine}]}",
        "'' | persistentvolumeclaims | {metadata: {name: a, labels: {csdr.alibabacloud.com/run: r, csdr.alibabacloud.com/role: gate}}, status: {phase: Bound}}",
        "'' | persistentvolumeclaims | {metadata: {name: a, labels: {csdr.alibabacloud.com/run: r, csdr.alibabacloud.com/role: filling}}}",
        "'' | serviceaccounts | {metadata: {name: default, labels: {a: b}}}",
        "'' | serviceaccounts | {metadata: {name: default}, automountServiceAccountToken: false}",
        "'' | pods | {metadata: {name: alone}}",
        "'' | secrets | {type: kubernetes.io/service-account-token, metadata: {name: mine, annotations: {kubernetes.io/service-account.name: bob}}}",
        "apps | replicasets | {metadata: {name: a, ownerReferences: [{apiVersion: roll.example.com/v1, kind: Rollout, name: d, uid: u, controller: true}]}}",
        "'' | endpoints | {metadata: {name: by-hand, managedFields: [{manager: kubectl}]}}",
        "'' | configmaps | {metadata: {name: a, labels: {csdr.alibabacloud.com/exclude: 'false'}}}"
      })
  void whatSomebodyWroteIsNot(String group, String resource, String object) {
    assertThat(BuiltinExclusions.ofObject(Kinds.of(group, resource), Fixtures.object(object)))
        .isEmpty();
  }
}
