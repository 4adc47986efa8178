package io.csdr.engine.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.engine.EngineException;
import io.csdr.engine.catalog.SampleBackups;
import io.csdr.engine.catalog.StoredBackup;
import io.csdr.vault.Vault;
import io.csdr.vault.commit.CommitHeader;
import io.csdr.vault.commit.Root;
import io.csdr.vault.posix.FillSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyOutTest {
  @TempDir Path folder;

  private final CopyOut copies = copies();

  @Test
  void aWholeBackupBecomesAFolder() throws IOException {
    CopyReport report = copies.copy(BackupPath.parse("/"), folder.resolve("all"));

    assertThat(files())
        .containsExactly(
            "all/cluster/objects/clusterroles.rbac.authorization.k8s.io/x.yaml",
            "all/shop/objects/configmaps/a.yaml",
            "all/shop/objects/configmaps/b.yaml",
            "all/shop/volumes/data/etc/hosts",
            "all/shop/volumes/data/readme");
    assertThat(report.objects()).isEqualTo(3);
    assertThat(report.entries()).isEqualTo(4);
    assertThat(report.problems().lines()).isEmpty();
    assertThat(folder.resolve("all/shop/objects/configmaps/b.yaml"))
        .hasContent("form of {\"b\":1}");
    assertThat(folder.resolve("all/shop/volumes/data/etc/hosts")).hasContent("127.0.0.1");
  }

  @Test
  void objectsMayBeSecretsAndAreNobodyElsesToRead() throws IOException {
    Path file = folder.resolve("mine");

    copies.copy(BackupPath.parse("/shop/objects/configmaps/a.yaml"), file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aPartOfAVolumeAndASingleFileGetTheNameOfTheTarget() throws IOException {
    copies.copy(BackupPath.parse("/shop/volumes/data/etc"), folder.resolve("part"));
    copies.copy(BackupPath.parse("/shop/volumes/data/etc/hosts"), folder.resolve("single"));

    assertThat(files()).containsExactly("part/hosts", "single");
    assertThat(folder.resolve("single")).hasContent("127.0.0.1");
  }

  @Test
  void whatIsThereStaysAndIsNamed() throws IOException {
    Path there = Files.writeString(folder.resolve("there"), "mine");

    for (String path :
        List.of(
            "/shop/volumes/data/readme",
            "/shop/volumes/data",
            "/shop/objects",
            "/shop/objects/configmaps/a.yaml")) {
      assertThatThrownBy(() -> copies.copy(BackupPath.parse(path), there))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining(there.toString());
    }
    assertThat(there).hasContent("mine");
    assertThat(files()).containsExactly("there");
  }

  @Test
  void aLinkInPlaceOfTheTargetIsNotFollowed() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere"));

    for (String path :
        List.of("/shop/volumes/data/readme", "/shop/objects/configmaps/a.yaml", "/shop")) {
      assertThatThrownBy(() -> copies.copy(BackupPath.parse(path), link))
          .isInstanceOf(EngineException.class);
    }
    assertThat(folder.resolve("elsewhere")).doesNotExist();
  }

  @Test
  void whatTheBackupLacksMakesNothing() throws IOException {
    for (String path :
        List.of(
            "/none",
            "/shop/objects/pods",
            "/shop/objects/configmaps/c.yaml",
            "/shop/volumes/no",
            "/shop/volumes/data/no")) {
      assertThatThrownBy(() -> copies.copy(BackupPath.parse(path), folder.resolve("new")))
          .isInstanceOf(EngineException.class);
    }
    assertThat(files()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aVolumeThatIsSaidToBeThereAndIsNotIsNamed() throws IOException {
    for (String path : List.of("/", "/shop", "/shop/volumes")) {
      CopyReport report =
          without(StoredBackup.labelOf(SampleBackups.DATA), "volume/../../escaped")
              .copy(BackupPath.parse(path), folder.resolve("without" + path.length()));

      assertThat(report.lost().lines())
          .containsExactly(
              "shop/volumes/data: the backup says that this volume was saved, but has no data of it");
    }
    assertThat(
            without(StoredBackup.labelOf(SampleBackups.DATA), "volume/x/y")
                .copy(BackupPath.parse("/shop/objects"), folder.resolve("objects"))
                .lost()
                .lines())
        .isEmpty();
    assertThat(files()).noneMatch(file -> file.contains("escaped"));
  }

  /// The sample with a tree under another label.
  private static CopyOut without(String label, String instead) {
    Vault vault = SampleBackups.vault();
    StoredBackup sample = sample(vault);
    CommitHeader header = sample.header();
    List<Root> roots =
        header.roots().stream()
            .map(root -> root.label().equals(label) ? new Root(instead, root.id()) : root)
            .toList();
    CommitHeader forged =
        new CommitHeader(
            header.ref(),
            header.name(),
            header.clusterUid(),
            header.runId(),
            header.namespaces(),
            header.started(),
            header.ended(),
            header.committed(),
            roots,
            header.header());
    return copies(vault, new StoredBackup(forged, sample.resource()));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static CopyOut copies() {
    Vault vault = SampleBackups.vault();
    return copies(vault, sample(vault));
  }

  private static StoredBackup sample(Vault vault) {
    return SampleBackups.browsable(
        vault,
        "cluster/objects/clusterroles.rbac.authorization.k8s.io/x.json",
        "shop/objects/configmaps/a.json",
        "shop/objects/configmaps/b.json");
  }

  private static CopyOut copies(Vault vault, StoredBackup backup) {
    return new CopyOut(
        backup,
        vault.reader(),
        (json, out) -> {
          out.write("form of ".getBytes(StandardCharsets.UTF_8));
          out.write(json);
        },
        FillSettings.DEFAULT);
  }
}
