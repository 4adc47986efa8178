package io.csdr.withstand;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.test.cluster.Capability;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.Needs;
import io.csdr.test.cluster.TestCluster;
import io.csdr.withstand.CsdrProgram.Result;
import io.csdr.withstand.CsdrProgram.Running;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A pod ends and comes again in the middle of a live copy of its volume. There is one node only, so what
/// moves it is a scaling to zero and back; moves to another node are proven by the rule's own test.
@ExtendWith(ClusterExtension.class)
@Needs({Capability.NODE, Capability.STORAGE})
class MovedPodKT {
  private static final int MEBIBYTES = 256;
  private static final long BEGUN = 24 << 20;

  @TempDir private Path home;

  private final TestCluster cluster;

  MovedPodKT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void theMoverGivesWayAndTheCopyIsWholeAllTheSame() {
    Scene scene = Scene.of(cluster, home);
    SmallShop shop = SmallShop.create(cluster, 3);
    shop.shell("head -c %dM /dev/urandom > /data/large; sync".formatted(MEBIBYTES));
    String checksum = shop.shell("sha256sum < /data/large").split(" ", 2)[0];

    Running backup =
        scene
            .csdr()
            .start(
                "backup",
                "ns",
                shop.namespace(),
                "--name",
                "b",
                "--volumes",
                "copy",
                "--compression",
                "max");
    Scene.await(
        "the copy has begun", () -> !backup.process().isAlive() || scene.packedBytes() >= BEGUN);
    shop.scale(0);
    shop.scale(1);
    shop.awaitReady();
    Result result = backup.end();

    assertThat(result.exit()).as(result::toString).isZero();
    assertThat(result.errors()).as(result::toString).isEmpty();
    assertThat(result.err()).contains("leaves and starts again");
    scene.assertNothingLeft();
    assertThat(scene.leftovers().marksIn(shop.namespace())).isEmpty();
    shop.kubectl().run("delete", "namespace", shop.namespace(), "--wait=false");
    scene.must("cp", "b:/" + shop.namespace() + "/volumes/data/large", home.toString());
    assertThat(Command.run("sha256sum", home.resolve("large").toString())).startsWith(checksum);
  }
}
