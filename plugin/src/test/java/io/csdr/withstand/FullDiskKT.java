package io.csdr.withstand;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.test.cluster.Capability;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.Needs;
import io.csdr.test.cluster.TestCluster;
import io.csdr.withstand.CsdrProgram.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The vault's disk runs full. The disk is a small file system in memory, which takes root to mount.
@ExtendWith(ClusterExtension.class)
@Needs({Capability.NODE, Capability.STORAGE, Capability.SNAPSHOTS})
class FullDiskKT {
  /// Bytes that are left on a disk that is as good as full: enough to write the run down, no more.
  private static final long LEFT = 8192;

  @TempDir private Path home;

  private final TestCluster cluster;
  private Scene scene;
  private Path disk;

  FullDiskKT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void mount() throws IOException {
    scene = Scene.of(cluster, home);
    disk = Files.createDirectory(home.resolve("disk"));
    Command.run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString());
  }

  @AfterEach
  void unmount() {
    Command.run("umount", disk.toString());
  }

  @Test
  void aVolumeThatDoesNotFitFailsAndTheVaultStaysSound() {
    SmallShop shop = SmallShop.create(cluster, 400);
    Path vault = disk.resolve("vault");
    scene.must("vault", "create", vault.toString());

    Result full = backup(shop.namespace(), vault, "b");

    Scene.assertEnded(full, 4, shop.namespace() + "/data", "no room to write", "back up again");
    scene.assertNothingLeft(scene.vault(vault));
    assertThat(scene.vault(vault).unended()).isEmpty();
    assertThat(scene.vault(vault).lost()).isEmpty();

    Command.run("mount", "-o", "remount,size=200m", disk.toString());
    Result again = backup(shop.namespace(), vault, "again");

    assertThat(again.exit()).as(again::toString).isZero();
    assertThat(scene.vault(vault).lost()).isEmpty();
    scene.assertNothingLeft(scene.vault(vault));
    shop.delete();
  }

  @Test
  void aDiskWithoutRoomForAnythingFailsTheBackup() throws IOException {
    String namespace = cluster.namespace("full");
    scene.kubectl().run("-n", namespace, "create", "configmap", "settings", "--from-literal=a=b");
    Path vault = disk.resolve("vault");
    scene.must("vault", "create", vault.toString());
    Path filler = Files.createFile(disk.resolve("filler"));
    Command.run(
        "fallocate",
        "-l",
        Long.toString(Files.getFileStore(disk).getUsableSpace() - LEFT),
        filler.toString());

    Result full = backup(namespace, vault, "b");

    Scene.assertEnded(full, 1, "no room to write", "make room");
    assertThat(scene.vault(vault).backups()).isEmpty();
    Files.delete(filler);
    Result again = backup(namespace, vault, "b");
    assertThat(again.exit()).as(again::toString).isZero();
    assertThat(scene.vault(vault).unended()).isEmpty();
    assertThat(scene.vault(vault).lost()).isEmpty();
    scene.kubectl().run("delete", "namespace", namespace, "--wait=false");
  }

  private Result backup(String namespace, Path vault, String name) {
    return scene.csdr().run("backup", "ns", namespace, "--name", name, "--vault", vault.toString());
  }
}
