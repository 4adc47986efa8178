package io.csdr.withstand;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.test.cluster.Capability;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.Needs;
import io.csdr.test.cluster.TestCluster;
import io.csdr.vault.key.KeyFile;
import io.csdr.withstand.CsdrProgram.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Vaults that lost bytes, and keys that do not fit. Two backups are made once; the files of the second,
/// `b`, lie in two packs. Every test damages a copy of the vault.
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Needs({Capability.NODE, Capability.STORAGE, Capability.SNAPSHOTS})
class DamagedVaultKT {
  private static final int OLD_FILES = 40;
  private static final int NEW_FILES = 10;
  private static final Pattern LOST_FILE =
      Pattern.compile("warning: .*/data: ((files|more)/\\d+):");

  @TempDir private static Path home;

  private final TestCluster cluster;
  private Scene scene;
  private SmallShop shop;
  private String checksums;

  /// The largest pack, which holds files of the first backup.
  private Path oldFiles;

  /// The index segments that know where the files of the first backup are: all but the one of its objects,
  /// which was written last.
  private List<Path> oldFilesIndex;

  DamagedVaultKT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void backUpTwice() {
    scene = Scene.of(cluster, home);
    shop = SmallShop.create(cluster, OLD_FILES);
    scene.must("backup", "ns", shop.namespace(), "--name", "first");
    Path vault = scene.csdr().defaultVault();
    oldFiles = vault.relativize(Scene.files(vault, "p").getLast());
    List<Path> segments =
        Scene.files(vault, "i").stream()
            .sorted(Comparator.comparingLong(file -> file.toFile().lastModified()))
            .toList();
    oldFilesIndex =
        segments.subList(0, segments.size() - 1).stream().map(vault::relativize).toList();
    shop.shell(
        "mkdir /data/more; for i in $(seq %d); do head -c %d /dev/urandom > /data/more/$i; done; sync"
            .formatted(NEW_FILES, SmallShop.FILE_BYTES));
    scene.must("backup", "ns", shop.namespace(), "--name", "b");
    checksums = shop.checksums();
  }

  @AfterAll
  void leave() {
    scene.assertNothingLeft();
    shop.delete();
  }

  @Test
  void aWrongKeyOpensNothing() throws IOException {
    KeyFile right = KeyFile.parse(Files.readString(onlyFile(scene.csdr().keys())));
    String foreign = KeyFile.random(right.vault()).toText();
    Path wrong = Files.writeString(home.resolve("wrong.key"), foreign);

    Result result =
        scene
            .csdr()
            .with("XDG_CONFIG_HOME", home.resolve("nobody").toString())
            .run("restore", "b", "--key-file", wrong.toString());

    Scene.assertEnded(result, 1, "no", "key", "opens vault", "--key-file");
    assertThat(result.err()).doesNotContain(secretOf(foreign));
  }

  @Test
  void aTruncatedIndexIsToldByFileAndTheRestComesBackOnDemand() throws IOException {
    Path vault = copy("truncated");
    for (Path segment : oldFilesIndex) {
      truncate(vault.resolve(segment));
    }

    assertRestPerFile(vault, "-truncated", 1, OLD_FILES);
  }

  @Test
  void aFlippedBitIsToldByFileAndTheRestComesBackOnDemand() throws IOException {
    Path vault = copy("flipped");
    Path pack = vault.resolve(oldFiles);
    byte[] bytes = Files.readAllBytes(pack);
    bytes[bytes.length / 2] ^= 1;
    Files.write(pack, bytes);

    assertRestPerFile(vault, "-flipped", 1, OLD_FILES - 1);
  }

  @Test
  void aMissingPackIsToldByFileAndTheRestComesBackOnDemand() throws IOException {
    Path vault = copy("missing");
    Files.delete(vault.resolve(oldFiles));

    assertRestPerFile(vault, "-missing", 1, OLD_FILES);
  }

  /// Without a word the volume stays away; with `--allow-damage` all comes back but what was named.
  private void assertRestPerFile(Path vault, String suffix, int fewest, int most) {
    SmallShop copy = shop.in(shop.namespace() + suffix);
    try {
      Result refused = restore(vault, suffix);

      Scene.assertEnded(refused, 4, "/data", "lost the content of", "--allow-damage");
      Set<String> lost = lostFiles(refused);
      assertThat(lost).hasSizeBetween(fewest, most);
      assertThat(
              shop.kubectl().run("-n", copy.namespace(), "get", "pvc", "-o", "jsonpath={..phase}"))
          .as("pods wait for the claim, so it stays to keep them waiting")
          .isEqualTo("Pending");
      copy.delete();

      Result allowed = restore(vault, suffix, "--allow-damage");

      Scene.assertEnded(allowed, 4, "/data", lost.size() + " ");
      assertThat(lostFiles(allowed)).isEqualTo(lost);
      copy.awaitReady();
      List<String> expected =
          checksums
              .lines()
              .filter(line -> !lost.contains(line.substring(line.indexOf("./") + 2)))
              .toList();
      assertThat(copy.checksums().lines()).containsExactlyElementsOf(expected);
      scene.assertNothingLeft(scene.vault(vault));
    } finally {
      copy.delete();
    }
  }

  private Result restore(Path vault, String suffix, String... more) {
    String namespace = shop.namespace();
    List<String> arguments =
        List.of(
            "restore",
            "b",
            "--vault",
            vault.toString(),
            "--namespace-map",
            namespace + ":" + namespace + suffix);
    return scene
        .csdr()
        .run(Stream.concat(arguments.stream(), Arrays.stream(more)).toArray(String[]::new));
  }

  private static Set<String> lostFiles(Result result) {
    return result
        .err()
        .lines()
        .map(LOST_FILE::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Path copy(String name) {
    Path copy = home.resolve(name);
    Command.run("cp", "-a", scene.csdr().defaultVault().toString(), copy.toString());
    return copy;
  }

  private static void truncate(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
  }

  private static Path onlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }

  private static String secretOf(String keyFile) {
    return keyFile
        .lines()
        .filter(line -> line.startsWith("key:"))
        .findFirst()
        .orElseThrow()
        .substring("key:".length())
        .strip();
  }
}
