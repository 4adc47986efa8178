package io.csdr.withstand;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.test.cluster.Capability;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.Needs;
import io.csdr.test.cluster.TestCluster;
import io.csdr.withstand.CsdrProgram.Result;
import io.csdr.withstand.CsdrProgram.Running;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Two backups into one vault, of which neither waits for the other.
@ExtendWith(ClusterExtension.class)
@Needs({Capability.NODE, Capability.STORAGE, Capability.SNAPSHOTS})
class SimultaneousBackupsKT {
  private static final int FILES = 4;

  @TempDir private Path home;

  private final TestCluster cluster;

  SimultaneousBackupsKT(TestCluster cluster) {
    this.cluster = cluster;
  }

  /// The first is held while its mover is at work, until the second, which saves partly the same content, has
  /// begun and ended. Were they one after the other, the second could not end.
  @Test
  void oneThatBeginsAndEndsWithinAnotherHarmsNeither() {
    Scene scene = Scene.of(cluster, home);
    SmallShop outer = shop();
    SmallShop inner = shop();

    Running held = scene.csdr().start("backup", "ns", outer.namespace(), "--name", "outer");
    Scene.await("its mover is there", () -> movers(scene));
    signal(held, "STOP");
    try {
      assertThat(scene.vault().unended()).hasSize(1);
      scene.must("backup", "ns", inner.namespace(), "--name", "inner");
      assertThat(scene.vault().backups()).containsExactly("inner");
      assertThat(scene.vault().unended()).hasSize(1);
    } finally {
      signal(held, "CONT");
    }
    Result ended = held.end();

    assertThat(ended.exit()).as(ended::toString).isZero();
    assertThat(scene.vault().backups()).containsExactlyInAnyOrder("outer", "inner");
    assertThat(scene.vault().unended()).isEmpty();
    assertThat(scene.vault().lost()).isEmpty();
    assertComesBack(scene, "outer", outer);
    assertComesBack(scene, "inner", inner);
    scene.assertNothingLeft();
    List.of(outer, inner).forEach(SmallShop::delete);
  }

  /// Files of its own, and one that every shop of this test has.
  private SmallShop shop() {
    SmallShop shop = SmallShop.create(cluster, FILES);
    shop.shell("seq 1 300000 > /data/files/common; sync");
    return shop;
  }

  private static boolean movers(Scene scene) {
    return scene.kubectl().has("jobs", "-A", "-l", "csdr.alibabacloud.com/run");
  }

  private static void signal(Running running, String signal) {
    Command.run("kill", "-" + signal, Long.toString(running.process().pid()));
  }

  private static void assertComesBack(Scene scene, String backup, SmallShop shop) {
    SmallShop copy = shop.in(shop.namespace() + "-back");
    scene.must("restore", backup, "--namespace-map", shop.namespace() + ":" + copy.namespace());
    copy.awaitReady();
    assertThat(copy.checksums()).isEqualTo(shop.checksums());
    copy.delete();
  }
}
