package io.csdr.vault.posix;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.MemoryBlobs;
import io.csdr.vault.tree.FileContent;
import io.csdr.vault.tree.TreeEntry;
import io.csdr.vault.tree.TreePath;
import io.csdr.vault.tree.TreeReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a fill does when the vault lost something.
class FileTreeDamageTest {
  private final MemoryBlobs blobs = new MemoryBlobs();

  @TempDir(factory = MemoryDirectory.class)
  private Path temp;

  private @Nullable SaveResult last;

  @BeforeEach
  void save() throws Exception {
    VolumeProof.shell(
        temp,
        "mkdir source target; cd source; for d in a b; do mkdir $d; for i in 1 2 3; do head -c 90000 /dev/urandom"
            + " > $d/$i; done; head -c 20000000 /dev/urandom > $d/large; done; ln a/large b/other;"
            + " mkdir many; cd many; seq 2000 | xargs mkdir; for i in $(seq 2000); do echo $i > $i/f; done");
    last = new FileTreeSaver(blobs, VolumeSettings.DEFAULT).save(temp.resolve("source"));
  }

  private SaveResult saved() {
    return Objects.requireNonNull(last);
  }

  private FillResult fill(boolean allowDamage) throws IOException {
    return new FileTreeFiller(blobs, new FillSettings(VolumeSettings.DEFAULT, true, allowDamage))
        .fill(saved().root().id(), temp.resolve("target"));
  }

  private TreeEntry.RegularFile file(String path) {
    return new TreeReader(blobs, saved().root().id()).file(TreePath.of(path));
  }

  private void loseOneChunkOf(String path) {
    List<BlobId> chunks = new ArrayList<>();
    TreeReader.extents(blobs, file(path), extent -> chunks.add(extent.id()));
    assertThat(chunks).hasSizeGreaterThan(3);
    blobs.lose(chunks.get(chunks.size() / 2));
  }

  @Test
  void filesThatLostContentAreNamedAndLeftOutAndTheRestIsThere() throws Exception {
    loseOneChunkOf("a/large");

    FillResult filled = fill(false);

    assertThat(filled.error()).contains("lost the content of 2 files");
    assertThat(filled.damaged().lines()).hasSize(2);
    assertThat(filled.damaged().lines().get(0)).startsWith("a/large: no blob");
    assertThat(filled.damaged().lines().get(1)).startsWith("b/other: the same file as a/large");
    assertThat(filled.problems().lines()).isEmpty();
    VolumeProof.shell(
        temp,
        "rm source/a/large source/b/other; touch -r target/a source/a; touch -r target/b source/b");
    assertThat(VolumeProof.of(temp.resolve("target")))
        .isEqualTo(VolumeProof.of(temp.resolve("source")));
  }

  @Test
  void damageThatIsAllowedIsNoError() throws Exception {
    if (!(file("b/2").content() instanceof FileContent.Slice slice)) {
      throw new AssertionError("a small file is not in a bundle");
    }
    blobs.lose(slice.bundle());

    FillResult filled = fill(true);

    assertThat(filled.error()).isNull();
    assertThat(filled.damaged().lines()).anyMatch(line -> line.startsWith("b/2: "));
    assertThat(Files.exists(temp.resolve("target/b/2"))).isFalse();
    VolumeProof.shell(temp, "cmp source/a/large target/a/large; cmp source/b/large target/b/large");
  }

  @Test
  void aLostPageLosesOnlyItsEntries() throws Exception {
    List<BlobId> leaves =
        blobs.ids(BlobType.TREE).stream().filter(id -> blobs.get(id)[0] == 'L').toList();
    assertThat(leaves).hasSizeGreaterThan(2);
    blobs.lose(leaves.stream().filter(id -> !names(id).contains("large")).findAny().orElseThrow());

    FillResult filled = fill(false);

    assertThat(filled.error()).isNotNull();
    assertThat(filled.damaged().lines())
        .anyMatch(line -> line.contains("entries after it are unknown"));
    VolumeProof.shell(temp, "cmp source/a/large target/a/large; cmp source/b/3 target/b/3");
    long files =
        Long.parseLong(VolumeProof.shell(temp, "find target/many -type f | wc -l").strip());
    assertThat(files).isBetween(500L, 1999L);
  }

  /// The bytes of a page, as names in it appear.
  private String names(BlobId page) {
    return new String(blobs.get(page), StandardCharsets.ISO_8859_1);
  }

  @Test
  void aLostAttributeIsAProblemOfItsFile() throws Exception {
    VolumeProof.shell(
        temp, "setfattr -n user.large -v \"$(head -c 3000 /dev/zero | tr '\\0' x)\" source/a/1");
    save(temp.resolve("source"));
    byte[] value = "x".repeat(3000).getBytes(StandardCharsets.US_ASCII);
    blobs.lose(blobs.put(BlobType.TREE, value, 0, value.length));

    FillResult filled = fill(false);

    assertThat(filled.error()).isNull();
    assertThat(filled.problems().lines())
        .singleElement()
        .asString()
        .startsWith("a/1: attribute user.large");
  }

  private void save(Path source) throws IOException {
    last = new FileTreeSaver(blobs, VolumeSettings.DEFAULT).save(source);
  }

  @Test
  void withoutRootOwnersAndDevicesAreLeftOutAndSaidSo() throws Exception {
    VolumeProof.shell(
        temp,
        "rm -rf source/*; cd source; mknod null c 1 3; echo x > f; chown 1234:5678 f; chmod 4755 f;"
            + " setfattr -n trusted.a -v b f; setfattr -n user.a -v b f; touch -d '2001-02-03' f");
    save(temp.resolve("source"));

    FillResult filled =
        new FileTreeFiller(blobs, new FillSettings(VolumeSettings.DEFAULT, false, false))
            .fill(saved().root().id(), temp.resolve("target"));

    assertThat(filled.error()).isNull();
    assertThat(filled.problems().lines()).isEmpty();
    assertThat(filled.skipped().lines())
        .hasSize(3)
        .anyMatch(line -> line.startsWith("null: a device node"))
        .anyMatch(line -> line.startsWith("f: set-user-id"))
        .anyMatch(line -> line.startsWith("f: attribute trusted.a"));
    assertThat(VolumeProof.shell(temp.resolve("target"), "stat -c '%n %u %g %a %Y' *"))
        .isEqualTo("f 0 0 755 " + VolumeProof.shell(temp, "date -d 2001-02-03 +%s"));
    assertThat(VolumeProof.shell(temp.resolve("target"), "getfattr -d -m - f"))
        .contains("user.a=\"b\"")
        .doesNotContain("trusted");
  }

  @Test
  void anotherFileSystemInTheVolumeIsNotEntered() throws Exception {
    Path source = temp.resolve("source");
    VolumeProof.shell(source, "mkdir inner; mount -t tmpfs none inner; echo x > inner/secret");
    try {
      save(source);
    } finally {
      VolumeProof.shell(source, "umount inner");
    }

    assertThat(saved().skipped().lines())
        .singleElement()
        .asString()
        .startsWith("inner: another file system");
    TreeReader reader = new TreeReader(blobs, saved().root().id());
    assertThat(reader.find(TreePath.of("inner"))).isPresent();
    assertThat(reader.list(TreePath.of("inner"))).isEmpty();
  }
}
