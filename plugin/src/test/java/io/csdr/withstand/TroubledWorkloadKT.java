package io.csdr.withstand;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.test.cluster.Capability;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.Needs;
import io.csdr.test.cluster.TestCluster;
import io.csdr.withstand.CsdrProgram.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Applications that were in trouble before csdr came.
@ExtendWith(ClusterExtension.class)
class TroubledWorkloadKT {
  @TempDir private Path home;

  private final TestCluster cluster;
  private Scene scene;

  TroubledWorkloadKT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void enter() {
    scene = Scene.of(cluster, home);
  }

  @Test
  @Needs(Capability.NODE)
  void aPodThatNeverBecomesReadyIsNamedWithTheReason() {
    String namespace = cluster.namespace("unready");
    scene
        .kubectl()
        .apply(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: never, namespace: NS}
            spec:
              selector: {matchLabels: {app: never}}
              template:
                metadata: {labels: {app: never}}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - {name: x, image: "localhost/no-such-image:1", imagePullPolicy: Never}
            """
                .replace("NS", namespace));
    scene.must("backup", "ns", namespace, "--name", "b");
    scene.kubectl().deleteNamespace(namespace);

    Result result = scene.csdr().run("restore", "b", "--ready-timeout", "10s");

    Scene.assertEnded(
        result, 5, "deployments.apps " + namespace + "/never", "localhost/no-such-image:1");
    assertThat(result.out()).contains("timed out");
    assertThat(result.err()).contains("timed out waiting for 1 workloads");
    scene.assertNothingLeft();
    scene.kubectl().run("delete", "namespace", namespace, "--wait=false");
  }

  @Test
  @Needs({Capability.NODE, Capability.STORAGE})
  void aPendingClaimIsAFailureThatNamesTheCause() {
    String namespace = cluster.namespace("pending");
    scene
        .kubectl()
        .apply(
            """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: waits, namespace: NS}
            spec:
              accessModes: [ReadWriteOnce]
              storageClassName: no-such-class
              resources: {requests: {storage: 1Gi}}
            """
                .replace("NS", namespace));

    Result result = scene.csdr().run("backup", "ns", namespace, "--name", "b");

    Scene.assertEnded(result, 4, "persistentvolumeclaims " + namespace + "/waits", "not bound");
    assertThat(result.out()).contains("partially failed");
    scene.must("backup", "ns", namespace, "--name", "objects", "--volumes", "none");
    scene.assertNothingLeft();
    scene.kubectl().run("delete", "namespace", namespace, "--wait=false");
  }
}
