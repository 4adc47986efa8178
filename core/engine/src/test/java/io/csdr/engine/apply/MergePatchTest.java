package io.csdr.engine.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.Fixtures;
import io.csdr.engine.cluster.Json;
import io.csdr.engine.cluster.KubeObject;
import org.junit.jupiter.api.Test;

class MergePatchTest {
  @Test
  void onlyWhatDiffersIsSentAndWhatIsNotInTheBackupGoes() {
    assertThat(
            patch(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, uid: u, labels: {x: y}}, data: {same: s, other: o, extra: e}}",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {same: s, other: changed}}"))
        .isEqualTo(
            "{\"data\":{\"extra\":null,\"other\":\"changed\"},\"metadata\":{\"labels\":null}}");
  }

  @Test
  void whatControllersWroteStays() {
    assertThat(
            patch(
                "{apiVersion: v1, kind: Service, metadata: {name: a, finalizers: [lb]}, spec: {clusterIP: 10.0.0.1, ports: [{port: 80, nodePort: 31000}]}, status: {x: y}}",
                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 80}]}}"))
        .isEqualTo("{}");
  }

  @Test
  void anAccountOnlyGains() {
    assertThat(
            patch(
                "{apiVersion: v1, kind: ServiceAccount, metadata: {name: a, labels: {x: live}}, imagePullSecrets: [{name: live}]}",
                "{apiVersion: v1, kind: ServiceAccount, metadata: {name: a, labels: {x: backup, y: z}}, imagePullSecrets: [{name: backup}, {name: live}], automountServiceAccountToken: false}"))
        .isEqualTo(
            "{\"automountServiceAccountToken\":false,\"imagePullSecrets\":[{\"name\":\"live\"},{\"name\":\"backup\"}],\"metadata\":{\"labels\":{\"y\":\"z\"}}}");
  }

  @Test
  void aVolumeIsFreedFromTheClaimThatIsGone() {
    assertThat(
            patch(
                "{apiVersion: v1, kind: PersistentVolume, metadata: {name: a}, spec: {claimRef: {name: c, namespace: n, uid: old}}}",
                "{apiVersion: v1, kind: PersistentVolume, metadata: {name: a}, spec: {claimRef: {name: c, namespace: n}}}"))
        .isEqualTo("{\"spec\":{\"claimRef\":{\"resourceVersion\":null,\"uid\":null}}}");
  }

  @Test
  void valuesOfSecretsAreNotShown() {
    KubeObject live =
        Fixtures.object("{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {p: bGl2ZQ==}}");
    KubeObject wanted =
        Fixtures.object("{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {p: YmFja3Vw}}");

    assertThat(Differences.between(live, wanted))
        .containsExactly("/data/p: (hidden) instead of (hidden)");
  }

  private static String patch(String live, String desired) {
    return Json.text(MergePatch.between(Fixtures.object(live), Fixtures.object(desired)));
  }
}
