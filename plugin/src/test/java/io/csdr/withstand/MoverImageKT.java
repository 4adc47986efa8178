package io.csdr.withstand;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.test.cluster.Capability;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.Needs;
import io.csdr.test.cluster.TestCluster;
import io.csdr.withstand.CsdrProgram.Result;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Nodes that cannot run the mover's image.
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Needs({Capability.NODE, Capability.STORAGE, Capability.SNAPSHOTS})
class MoverImageKT {
  @TempDir private static Path home;

  private final TestCluster cluster;
  private Scene scene;
  private SmallShop shop;
  private String node;

  MoverImageKT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void open() {
    scene = Scene.of(cluster, home);
    shop = SmallShop.create(cluster, 1);
    node =
        scene
            .kubectl()
            .run("-n", shop.namespace(), "get", "pods", "-o", "jsonpath={..spec.nodeName}");
  }

  @AfterAll
  void leave() {
    scene.assertNothingLeft();
    assertThat(scene.leftovers().marksIn(shop.namespace())).isEmpty();
    shop.delete();
  }

  @Test
  void anImageThatCannotBePulledIsNamedWithNodeAndFlag() {
    Result result = backup("unpullable", "localhost/none:1");

    Scene.assertEnded(
        result, 4, "/data", "node " + node + " cannot pull image localhost/none:1", "--image");
    assertThat(result.out()).contains("partially failed");
  }

  /// There is one node, so it is not the node that is of another architecture but the image.
  @Test
  void anImageOfAnotherArchitectureIsNamedWithTheNode() throws IOException {
    String image = new ForeignImage(home).load();

    Result result = backup("foreign", image);

    Scene.assertEnded(
        result, 4, "/data", image, "was not built for the architecture of node " + node, "--image");
  }

  private Result backup(String name, String image) {
    return scene.csdr().run("backup", "ns", shop.namespace(), "--name", name, "--image", image);
  }
}
