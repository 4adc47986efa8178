package io.csdr.withstand;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.TestCluster;
import io.csdr.withstand.CsdrProgram.Result;
import io.csdr.withstand.CsdrProgram.Running;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Several backups into one vault at the same time.
@ExtendWith(ClusterExtension.class)
class SimultaneousBackupsIT {
  @TempDir private Path home;

  private final TestCluster cluster;

  SimultaneousBackupsIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void twoAtOnceAreBothWhole() {
    Scene scene = Scene.of(cluster, home);
    List<String> namespaces = List.of(filled(scene, "left"), filled(scene, "right"));
    scene.must("backup", "ns", namespaces.getFirst(), "--name", "first");

    List<Running> running = new ArrayList<>();
    for (String namespace : namespaces) {
      running.add(scene.csdr().start("backup", "ns", namespace, "--name", namespace));
    }
    for (Running backup : running) {
      Result result = backup.end();
      assertThat(result.exit()).as(result::toString).isZero();
    }

    assertThat(scene.vault().backups()).contains(namespaces.getFirst(), namespaces.getLast());
    assertThat(scene.vault().lost()).isEmpty();
    assertThat(scene.vault().unended()).isEmpty();
    for (String namespace : namespaces) {
      String path = namespace + ":/" + namespace + "/objects/configmaps/settings.yaml";
      assertThat(scene.must("cat", path).out()).contains("only-in: " + namespace);
      scene.kubectl().run("delete", "namespace", namespace, "--wait=false");
    }
  }

  private String filled(Scene scene, String prefix) {
    String namespace = cluster.namespace(prefix);
    scene
        .kubectl()
        .run(
            "-n",
            namespace,
            "create",
            "configmap",
            "settings",
            "--from-literal=only-in=" + namespace);
    return namespace;
  }
}
