package io.csdr.withstand;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.test.cluster.Capability;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.Needs;
import io.csdr.test.cluster.TestCluster;
import io.csdr.vault.Vault;
import io.csdr.withstand.CsdrProgram.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Backups whose names and links lead elsewhere: nothing may be written outside of the target. What a tree
/// of files can do to a file system is tested with the vault; this is about the ways that lead there.
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Needs({Capability.NODE, Capability.STORAGE, Capability.SNAPSHOTS})
class HostileVaultKT {
  @TempDir private static Path home;

  private final TestCluster cluster;
  private Scene scene;
  private SmallShop shop;

  HostileVaultKT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void backUp() {
    scene = Scene.of(cluster, home);
    shop = SmallShop.create(cluster, 1);
    shop.shell("cd /data; ln -s / root; ln -s ../../../.. up; ln -s /tmp/escaped escaped");
    scene.must("backup", "ns", shop.namespace(), "--name", "b");
  }

  @AfterAll
  void leave() {
    scene.assertNothingLeft();
    shop.delete();
  }

  @Test
  void objectsThatSayTheyAreOfAnotherNamespaceAreNotRestored() {
    String other = cluster.namespace("other");
    forge(
        "strayed",
        backup ->
            backup.editObjects(
                "\"namespace\":\"" + shop.namespace() + "\"", "\"namespace\":\"" + other + "\""));

    Result result = restore("strayed", "-s");

    Scene.assertEnded(result, 1, shop.namespace() + "/objects/", "says that it is", other);
    assertThat(scene.kubectl().has("-n", other, "deployments,secrets,pvc")).isFalse();
    assertThat(scene.kubectl().has("namespace", shop.namespace() + "-s")).isFalse();
    scene.kubectl().run("delete", "namespace", other, "--wait=false");
  }

  @Test
  void aVolumeWhoseNamesLeaveItIsNotRestored() throws IOException {
    forge(
        "leaving",
        backup -> backup.volume(claim(), Map.of("aa/escaped", "evil", "good", "good"), "aa", ".."));

    Result restored = restore("leaving", "-l");
    Result copied = copy("leaving:/" + shop.namespace() + "/volumes/data");

    Scene.assertEnded(
        restored, 4, shop.namespace() + "-l/data", "a name that is a relative directory");
    assertThat(copied.exit()).as(copied::toString).isEqualTo(1);
    assertThat(copied.errors()).as(copied::toString).hasSize(1);
    assertThat(escaped()).isEmpty();
    scene.kubectl().run("delete", "namespace", shop.namespace() + "-l", "--wait=false");
  }

  @Test
  void aClaimWhoseNameLeavesTheTargetIsNotBroughtBack() throws IOException {
    forge("renamed", backup -> backup.rename(claim(), "../../escaped"));

    Result restored = restore("renamed", "-m");
    Result copied = copy("renamed:/");

    Scene.assertEnded(restored, 4, shop.namespace() + "-m/data", "has no data of it");
    scene.kubectl().run("delete", "namespace", shop.namespace() + "-m", "--wait=false");

    assertThat(copied.exit()).as(copied::toString).isEqualTo(4);
    assertThat(copied.err().lines())
        .as(copied::toString)
        .filteredOn(line -> line.startsWith("warning: lost in the vault: "))
        .singleElement()
        .asString()
        .contains(shop.namespace() + "/volumes/data: ", "has no data of it");
    assertThat(home.resolve("copies/renamed").resolve(shop.namespace()).resolve("objects"))
        .isNotEmptyDirectory();
    assertThat(escaped()).isEmpty();
  }

  @Test
  void linksComeBackAsLinksAndAreNotFollowed() throws IOException {
    Result copied = copy("b:/" + shop.namespace() + "/volumes/data");

    assertThat(copied.exit()).as(copied::toString).isZero();
    Path data = home.resolve("copies/data");
    assertThat(Files.readSymbolicLink(data.resolve("root"))).isEqualTo(Path.of("/"));
    assertThat(Files.readSymbolicLink(data.resolve("up"))).isEqualTo(Path.of("../../../.."));
    assertThat(escaped()).isEmpty();
  }

  @Test
  void namesCannotGiveOrdersToTheTerminal() {
    forge(
        "colourful",
        backup -> backup.volume(claim(), Map.of("\u001b[2Jx\r\ny", "z"), "nothing", "nothing"));

    Result result = scene.must("ls", "colourful:/" + shop.namespace() + "/volumes/data");

    assertThat(result.out()).contains("x").doesNotContain("\u001b", "\r").hasLineCount(1);
  }

  private String claim() {
    return shop.namespace() + "/data";
  }

  private void forge(String name, UnaryOperator<ForgedBackup> forging) {
    try (Vault vault = scene.vault().open()) {
      forging.apply(new ForgedBackup(vault, "b")).commit(name);
    }
  }

  private Result restore(String backup, String suffix) {
    String namespace = shop.namespace();
    return scene
        .csdr()
        .run("restore", backup, "--namespace-map", namespace + ":" + namespace + suffix);
  }

  /// Copies into the folder `copies` of its own.
  private Result copy(String address) throws IOException {
    Path copies = Files.createDirectories(home.resolve("copies"));
    return scene.csdr().run("cp", address, copies.toString());
  }

  /// Whatever is called so on this machine where it could have got to.
  private static List<Path> escaped() throws IOException {
    List<Path> places = List.of(home.resolve("copies"), home, home.resolve(".."), Path.of("/tmp"));
    return places.stream().map(place -> place.resolve("escaped")).filter(Files::exists).toList();
  }
}
