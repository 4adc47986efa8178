package io.csdr.withstand;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.test.cluster.ApiServerSwitch;
import io.csdr.test.cluster.Capability;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.Needs;
import io.csdr.test.cluster.TestCluster;
import io.csdr.withstand.CsdrProgram.Result;
import io.csdr.withstand.CsdrProgram.Running;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The API server goes away while a volume's bytes pass through it.
@ExtendWith(ClusterExtension.class)
@Needs({Capability.NODE, Capability.STORAGE, Capability.SNAPSHOTS, Capability.OUTAGES})
class LostApiServerKT {
  /// How much is moved, in MiB; fewer are for machines that are short of disk.
  private static final long SIZE = Long.getLong("csdr.test.outage.mib", 2048);

  private static final long MIB = 1 << 20;

  /// What may go through the tunnel twice for each break (`docs/tunnel.md`): the calls that were open.
  private static final long REPEATED_PER_BREAK = 64 * MIB;

  /// What is sent besides the file: its chunks' index, and the tree.
  private static final long INDEX = 16 * MIB;

  private static final Pattern TRAFFIC =
      Pattern.compile("broke (\\d+) times: of (\\d+) bytes (\\d+) were sent again");

  @TempDir private Path home;

  private final TestCluster cluster;

  LostApiServerKT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void aLargeVolumePassesThoughTheApiServerGoesAwayTwice() {
    Scene scene = Scene.of(cluster, home);
    SmallShop shop = SmallShop.create(cluster, 1);
    shop.shell("dd if=/dev/urandom of=/data/large bs=1M count=" + SIZE + " status=none; sync");
    String checksum = shop.shell("sha256sum < /data/large").split(" ", 2)[0];

    Running backup =
        scene
            .csdr()
            .start("backup", "ns", shop.namespace(), "--name", "b", "--compression", "none");
    interruptAt(scene, backup, SIZE / 4);
    interruptAt(scene, backup, SIZE * 5 / 8);
    Result result = backup.end();

    assertThat(result.exit()).as(result::toString).isZero();
    assertThat(result.errors()).as(result::toString).isEmpty();
    Matcher traffic = TRAFFIC.matcher(result.err());
    assertThat(traffic.find()).as(result::toString).isTrue();
    assertThat(Long.parseLong(traffic.group(1))).isGreaterThanOrEqualTo(2);
    long received = Long.parseLong(traffic.group(2));
    long repeated = Long.parseLong(traffic.group(3));
    assertThat(repeated).isLessThanOrEqualTo(2 * REPEATED_PER_BREAK);
    assertThat(received).isBetween(SIZE * MIB, SIZE * MIB + repeated + INDEX);
    scene.assertNothingLeft();
    assertThat(scene.leftovers().marksIn(shop.namespace())).isEmpty();
    shop.kubectl().run("delete", "namespace", shop.namespace(), "--wait=false");
    scene.must("cp", "b:/" + shop.namespace() + "/volumes/data/large", home.toString());
    assertThat(Command.run("sha256sum", home.resolve("large").toString())).startsWith(checksum);
  }

  /// Takes the API server away once the vault has so many MiB.
  private void interruptAt(Scene scene, Running backup, long mebibytes) {
    Scene.await(
        mebibytes + " MiB in the vault",
        () -> !backup.process().isAlive() || scene.packedBytes() >= mebibytes * MIB);
    assertThat(backup.process().isAlive()).as(() -> backup.end().toString()).isTrue();
    ApiServerSwitch server = cluster.apiServer();
    try {
      server.kill();
    } finally {
      server.start();
    }
  }
}
