package io.csdr.withstand;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.TestCluster;
import io.csdr.vault.Vault;
import io.csdr.vault.commit.CommitHeader;
import io.csdr.withstand.CsdrProgram.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Vaults in which a commit, the record of a run or a key slot was damaged: what lies beside it goes on working.
@ExtendWith(ClusterExtension.class)
class DamagedRecordsIT {
  @TempDir private Path home;

  private final TestCluster cluster;
  private Scene scene;
  private Path vault;
  private String namespace;

  DamagedRecordsIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void backUpTwice() {
    scene = Scene.of(cluster, home);
    vault = scene.csdr().defaultVault();
    namespace = cluster.namespace("records");
    scene.kubectl().run("-n", namespace, "create", "configmap", "settings", "--from-literal=a=1");
    scene.must("backup", "ns", namespace, "--name", "hurt");
    scene.must("backup", "ns", namespace, "--name", "sound");
  }

  @AfterEach
  void leave() {
    scene.kubectl().run("delete", "namespace", namespace, "--wait=false");
  }

  @Test
  void aDamagedCommitIsOneBackupThatIsGone() throws IOException {
    String key = of("hurt", header -> header.ref().key());
    flip(vault.resolve(key));

    assertListed(key, "sound");
    Result refused = restore("hurt");
    Scene.assertEnded(
        refused, 1, "backup hurt: there is no backup of this name", "one of the 1 damaged ones");
    assertOthersWork();
    Result taken = scene.csdr().run("backup", "ns", namespace, "--name", "hurt");
    Scene.assertEnded(taken, 1, "already has a backup of this name");
  }

  @Test
  void aTruncatedCommitIsOneBackupThatIsGone() throws IOException {
    String key = of("hurt", header -> header.ref().key());
    cut(vault.resolve(key));

    assertListed(key, "sound");
    assertOthersWork();
  }

  @Test
  void aDamagedRunIsToldAndItsBackupIsStillThere() throws IOException {
    String key = "j/" + of("hurt", CommitHeader::runId) + "/00000000";
    flip(vault.resolve(key));

    assertListed(key, "hurt", "sound");
    Result restored = restore("hurt");
    assertThat(restored.exit()).as(restored::toString).isZero();
    assertOthersWork();
  }

  @Test
  void aDamagedKeySlotLocksOutItsKeyOnly() throws IOException {
    List<Path> before = Scene.files(vault, "keys");
    Path other = home.resolve("other.key");
    scene.must("vault", "key", "add", "--new-key-file", other.toString());
    assertThat(before).hasSize(1);

    flip(before.getFirst());
    assertLockedOut("2 readable key slots");
    cut(before.getFirst());
    assertLockedOut("1 readable key slots");

    Result listed =
        scene.must("get", "backups", "--vault", vault.toString(), "--key-file", other.toString());
    assertThat(listed.out()).contains("hurt", "sound");
    scene.must(
        "cat",
        "sound:/" + namespace + "/objects/configmaps/settings.yaml",
        "--vault",
        vault.toString(),
        "--key-file",
        other.toString());
  }

  private void assertLockedOut(String slots) {
    Result refused = scene.csdr().run("get", "backups", "--vault", vault.toString());
    Scene.assertEnded(refused, 1, "no key opens vault", slots, "--key-file");
  }

  /// The listing names what cannot be read, and has these backups.
  private void assertListed(String damaged, String... names) {
    Result listed = scene.csdr().run("get", "backups", "-o", "name");
    assertThat(listed.exit()).as(listed::toString).isEqualTo(1);
    assertThat(listed.err().lines())
        .as(listed::toString)
        .filteredOn(line -> line.startsWith("warning: "))
        .singleElement()
        .asString()
        .contains(damaged, "cannot be read");
    assertThat(listed.out().lines().map(line -> line.substring(line.lastIndexOf('/') + 1)))
        .as(listed::toString)
        .containsExactly(names);
  }

  private void assertOthersWork() {
    Result restored = restore("sound");
    assertThat(restored.exit()).as(restored::toString).isZero();
    Result made = scene.csdr().run("backup", "ns", namespace, "--name", "later");
    assertThat(made.exit()).as(made::toString).isZero();
    assertThat(scene.vault().backups()).contains("sound", "later");
    scene.must("cat", "later:/" + namespace + "/objects/configmaps/settings.yaml");
  }

  private Result restore(String backup) {
    String target = namespace + "-" + backup;
    Result result =
        scene.csdr().run("restore", backup, "--namespace-map", namespace + ":" + target);
    if (result.exit() == 0) {
      assertThat(scene.kubectl().has("-n", target, "configmap/settings")).isTrue();
      scene.kubectl().run("delete", "namespace", target, "--wait=false");
    }
    return result;
  }

  private String of(String backup, Function<CommitHeader, String> what) {
    try (Vault open = scene.vault().open()) {
      return what.apply(open.findCommits(backup).whole().getFirst());
    }
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(writable(file), bytes);
  }

  private static void cut(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(writable(file), Arrays.copyOf(bytes, bytes.length / 2));
  }

  private static Path writable(Path file) {
    assertThat(file.toFile().setWritable(true)).isTrue();
    return file;
  }
}
