package io.csdr.withstand;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.test.cluster.Capability;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.Needs;
import io.csdr.test.cluster.TestCluster;
import io.csdr.vault.fault.FaultPoint;
import io.csdr.withstand.CsdrProgram.Result;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Restores over claims that are there, and of claims that the backup has no data of.
@ExtendWith(ClusterExtension.class)
@Needs({Capability.NODE, Capability.STORAGE, Capability.SNAPSHOTS})
class RestoredVolumesKT {
  private static final String UNPULLABLE = "localhost/none:1";

  @TempDir private Path home;

  private final TestCluster cluster;
  private Scene scene;
  private SmallShop shop;

  RestoredVolumesKT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void enter() {
    scene = Scene.of(cluster, home);
    shop = SmallShop.create(cluster, 2);
  }

  @Test
  void aLiveClaimIsReplacedOnlyOnDemandAndOnlyByAFilledOne() {
    String saved = shop.checksums();
    scene.must("backup", "ns", shop.namespace(), "--name", "b");
    shop.write(2);
    String changed = shop.checksums();
    assertThat(changed).isNotEqualTo(saved);

    Scene.assertEnded(restore("--existing", "replace"), 4, "/data", "mounts it");
    shop.scale(0);
    assertThat(scene.must(restoring()).err()).contains("left as it is", "--existing replace");
    Scene.assertEnded(
        restore("--existing", "replace", "--image", UNPULLABLE), 4, "cannot pull image");
    assertThat(whatThePodSees()).isEqualTo(changed);

    shop.scale(0);
    assertThat(restore("--existing", "replace").exit()).isZero();
    assertThat(whatThePodSees()).isEqualTo(saved);
    leave();
  }

  @Test
  void aRestoreKilledWhenTheOldClaimIsGoneLosesNothing() {
    String saved = shop.checksums();
    scene.must("backup", "ns", shop.namespace(), "--name", "b");
    shop.write(2);
    shop.scale(0);
    assertKilled("volume-room-made", restoring("--existing", "replace", "--name", "r"));
    assertThat(scene.kubectl().has("-n", shop.namespace(), "pvc/data")).isFalse();

    scene.must("cancel", "r");

    assertThat(whatThePodSees()).isEqualTo(saved);
    leave();
  }

  @Test
  void aClaimThatAKilledRestoreGaveBackIsSavedAndOneThatItDidNotIsAFailure() {
    String saved = shop.checksums();
    scene.must("backup", "ns", shop.namespace(), "--name", "b");
    shop.delete();
    assertKilled("volume-secured", "restore", "b", "--name", "r");
    Result early = scene.csdr().run("backup", "ns", shop.namespace(), "--name", "early");
    Scene.assertEnded(early, 4, "/data", "has not brought its data back yet");

    assertKilled("volume-bound", "resume", "r");
    scene.must("backup", "ns", shop.namespace(), "--name", "late");

    scene.must("cancel", "r");
    shop.delete();
    scene.must("restore", "late");
    shop.awaitReady();
    assertThat(shop.checksums()).isEqualTo(saved);
    leave();
  }

  @Test
  void aVolumeThatCouldNotBeSavedDoesNotComeBackEmpty() {
    assertThat(
            scene
                .csdr()
                .run("backup", "ns", shop.namespace(), "--name", "hollow", "--image", UNPULLABLE)
                .exit())
        .isEqualTo(4);
    shop.delete();

    Result result = scene.csdr().run("restore", "hollow", "--ready-timeout", "10s");

    assertThat(result.exit()).as(result::toString).isEqualTo(4);
    assertThat(result.err()).contains("the backup has no data of it", "cannot pull image");
    assertThat(scene.kubectl().has("-n", shop.namespace(), "deployment/web")).isTrue();
    assertThat(scene.kubectl().has("-n", shop.namespace(), "pvc/data")).isFalse();
    leave();
  }

  @Test
  void aVolumeThatWasLeftOutComesBackEmptyWithAWarning() {
    scene.must("backup", "ns", shop.namespace(), "--name", "objects", "--volumes", "none");
    shop.delete();

    Result result = scene.must("restore", "objects");

    assertThat(result.err()).contains("/data is created empty", "--volumes none");
    assertThat(shop.checksums()).isBlank();
    leave();
  }

  private String[] restoring(String... more) {
    String[] first = {"restore", "b", "pvc", "data", "-n", shop.namespace()};
    String[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  private Result restore(String... more) {
    return scene.csdr().run(restoring(more));
  }

  private void assertKilled(String point, String... command) {
    Result killed = scene.csdr().dyingAt(point).run(command);
    assertThat(killed.exit()).as(killed::toString).isEqualTo(FaultPoint.EXIT_CODE);
  }

  private String whatThePodSees() {
    shop.scale(1);
    shop.awaitReady();
    return shop.checksums();
  }

  private void leave() {
    scene.assertNothingLeft();
    assertThat(scene.leftovers().marksIn(shop.namespace())).isEmpty();
    shop.delete();
  }
}
