package io.csdr.vault.posix;

import static io.csdr.vault.tree.ForgedTree.directory;
import static io.csdr.vault.tree.ForgedTree.file;
import static io.csdr.vault.tree.ForgedTree.hardlink;
import static io.csdr.vault.tree.ForgedTree.symlink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.MemoryBlobs;
import io.csdr.vault.tree.Extent;
import io.csdr.vault.tree.FileContent;
import io.csdr.vault.tree.ForgedTree;
import io.csdr.vault.tree.TreeEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trees of somebody who holds the keys: whatever they say, nothing outside of the target changes.
class HostileTreeTest {
  private static final byte[] EVIL = "evil".getBytes(StandardCharsets.US_ASCII);

  private final MemoryBlobs blobs = new MemoryBlobs();

  @TempDir private Path temp;

  private Path target;
  private Path outside;
  private List<String> before = List.of();
  private BlobId evil = new BlobId(0, 0, 0, 0);

  @BeforeEach
  void makePlaces() throws Exception {
    target = Files.createDirectory(temp.resolve("target"));
    outside = Files.createDirectory(temp.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    Files.createDirectory(outside.resolve("dir"));
    before = VolumeProof.of(outside);
    evil = blobs.put(BlobType.DATA, EVIL, 0, EVIL.length);
  }

  @AfterEach
  void nothingOutsideChanged() throws Exception {
    assertThat(VolumeProof.of(outside)).isEqualTo(before);
    assertThat(VolumeProof.shell(temp, "ls")).isEqualTo("outside\ntarget\n");
  }

  private FillResult fill(TreeEntry... entries) throws IOException {
    return new FileTreeFiller(blobs, FillSettings.DEFAULT)
        .fill(ForgedTree.of(blobs, entries), target);
  }

  private void refused(TreeEntry... entries) {
    try {
      VolumeProof.shell(temp, "rm -rf target; mkdir target");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertThatThrownBy(() -> fill(entries)).isInstanceOf(VaultException.Corrupt.class);
  }

  @Test
  void namesThatLeaveTheTreeAreRefused() {
    for (String path :
        List.of(
            "..",
            ".",
            "../escape",
            "a/../../escape",
            "/abs",
            "a//b",
            "a/",
            "a/./b",
            "nul\0nul",
            "x".repeat(256),
            "d/".repeat(1001) + "x")) {
      refused(directory("a"), file(path, evil, EVIL.length));
      refused(directory("a"), directory(path));
      refused(directory("a"), hardlink("b", path));
    }
  }

  @Test
  void aFileBehindALinkIsRefused() {
    refused(symlink("a", outside.toString()), file("a/secret", evil, EVIL.length));
    refused(file("a", evil, EVIL.length), file("a/x", evil, EVIL.length));
    refused(directory("a"), symlink("a", outside.toString()), file("a/x", evil, EVIL.length));
    refused(file("missing/x", evil, EVIL.length));
  }

  @Test
  void unsortedAndRepeatedEntriesAreRefused() {
    refused(directory("b"), directory("a"));
    refused(directory("a"), directory("a"));
    refused(symlink("a", "x"), file("a", evil, EVIL.length));
    refused(directory("a-b"), directory("a"), file("a/x", evil, EVIL.length));
  }

  @Test
  void aHardLinkThroughALinkReachesNothing() throws IOException {
    FillResult filled =
        fill(
            symlink("a", outside.toString()),
            hardlink("b", "a/secret"),
            symlink("c", outside.resolve("secret").toString()),
            hardlink("d", "c"),
            hardlink("e", "absent"),
            directory("f"),
            hardlink("g", "f"));

    assertThat(filled.problems().lines()).hasSize(2).anyMatch(line -> line.startsWith("b: open"));
    assertThat(filled.problems().lines()).anyMatch(line -> line.startsWith("g: link"));
    assertThat(filled.damaged().lines())
        .singleElement()
        .asString()
        .startsWith("e: the same file as");
    assertThat(target.resolve("b")).doesNotExist();
    assertThat(target.resolve("d")).isSymbolicLink();
  }

  @Test
  void hardLinksForwardAreRefused() {
    refused(hardlink("a", "b"), file("b", evil, EVIL.length));
    refused(hardlink("a", "a"));
    refused(hardlink("a", ""));
  }

  @Test
  void contentThatDoesNotFitIsDamage() throws IOException {
    BlobId absent = new BlobId(1, 2, 3, 4);
    FillResult filled =
        fill(
            file("a", evil, EVIL.length + 1),
            file("b", evil, EVIL.length - 1),
            file("c", 3, new FileContent.Slice(evil, 2)),
            file("d", 3, new FileContent.ExtentTable(1, evil)),
            file("e", absent, 9),
            file("right", evil, EVIL.length));

    assertThat(filled.damaged().lines()).hasSize(5);
    assertThat(target).isDirectoryContaining(path -> path.endsWith("right"));
    try (var files = Files.list(target)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void extentsBehindTheEndOfTheirFileAreRefused() {
    refused(file("a", 10, new FileContent.Extents(List.of(new Extent(7, EVIL.length, evil)))));
    refused(
        file(
            "a",
            4,
            new FileContent.Extents(
                List.of(new Extent(0, EVIL.length, evil), new Extent(0, EVIL.length, evil)))));
  }

  @Test
  void aGiantHoleTakesNoRoomAndAGiantFileEndsAsAProblem() throws IOException {
    FillResult filled =
        fill(
            file("hole", 1L << 40, new FileContent.Nothing()),
            file("max", Long.MAX_VALUE, new FileContent.Nothing()));

    assertThat(filled.problems().lines()).singleElement().asString().startsWith("max: truncate");
    assertThat(Files.size(target.resolve("hole"))).isEqualTo(1L << 40);
  }
}
