package io.csdr.withstand;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.test.cluster.Capability;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.Needs;
import io.csdr.test.cluster.TestCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A namespace in which nothing more fits and hardly anything is allowed.
@ExtendWith(ClusterExtension.class)
@Needs({Capability.NODE, Capability.STORAGE, Capability.SNAPSHOTS})
class StrictNamespaceKT {
  private static final String LIMITS =
      """
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: tight, namespace: NS}
      spec:
        hard:
          pods: "1"
          requests.cpu: 10m
          requests.memory: 16Mi
          limits.cpu: 500m
          limits.memory: 128Mi
          persistentvolumeclaims: "1"
          requests.storage: 1Gi
          count/jobs.batch: "0"
          count/volumesnapshots.snapshot.storage.k8s.io: "1"
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: default-deny, namespace: NS}
      spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
      """;

  @TempDir private Path home;

  private final TestCluster cluster;

  StrictNamespaceKT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void quotaNetworkPolicyAndRestrictedPodSecurityAreNoObstacle() {
    Scene scene = Scene.of(cluster, home);
    String namespace = cluster.namespace("strict");
    scene
        .kubectl()
        .run("label", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted");
    scene.kubectl().apply(LIMITS.replace("NS", namespace));
    SmallShop shop = SmallShop.create(cluster, namespace, 20);
    String checksums = shop.checksums();

    scene.must("backup", "ns", namespace, "--name", "snapshot");
    scene.must("backup", "ns", namespace, "--name", "copy", "--volumes", "copy");
    shop.delete();
    scene.must("restore", "snapshot");

    assertThat(shop.checksums()).isEqualTo(checksums);
    assertThat(scene.kubectl().has("-n", namespace, "resourcequota/tight")).isTrue();
    assertThat(scene.kubectl().has("-n", namespace, "networkpolicy/default-deny")).isTrue();
    assertThat(
            scene.kubectl().run("get", "namespace", namespace, "-o", "jsonpath={.metadata.labels}"))
        .contains("\"pod-security.kubernetes.io/enforce\":\"restricted\"");
    scene.assertNothingLeft();
    assertThat(scene.leftovers().marksIn(namespace)).isEmpty();
    shop.delete();
  }
}
