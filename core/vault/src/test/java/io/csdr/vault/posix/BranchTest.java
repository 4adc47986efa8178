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
import io.csdr.vault.tree.ForgedTree;
import io.csdr.vault.tree.TreeEntry;
import io.csdr.vault.tree.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Parts of trees, filled as trees of their own.
class BranchTest {
  private static final byte[] TEXT = "text".getBytes(StandardCharsets.US_ASCII);

  private final MemoryBlobs blobs = new MemoryBlobs();

  @TempDir private Path temp;

  private Path target = Path.of("/nonexistent");
  private BlobId text = new BlobId(0, 0, 0, 0);

  @BeforeEach
  void makePlaces() throws IOException {
    target = Files.createDirectory(temp.resolve("target"));
    Files.createDirectory(temp.resolve("outside"));
    Files.writeString(temp.resolve("outside/secret"), "secret");
    text = blobs.put(BlobType.DATA, TEXT, 0, TEXT.length);
  }

  private FillResult fill(String from, TreeEntry... entries) throws IOException {
    return new FileTreeFiller(blobs, FillSettings.DEFAULT)
        .fill(ForgedTree.of(blobs, entries), TreePath.of(from), target);
  }

  @Test
  void aDirectoryComesBackWithEveryAttribute() throws Exception {
    VolumeProof.shell(
        temp,
        "mkdir -p source/a/b/c source/ab; cd source/a; head -c 300000 /dev/urandom > b/large; echo x > b/c/x;"
            + " ln b/large b/c/same; ln -s ../nowhere b/link; mkfifo b/pipe; truncate -s 9M b/hole;"
            + " setfattr -n user.colour -v blue b/c; chmod 2751 b/c; touch -d 2001-02-03T04:05:06.789 b/c b;"
            + " echo y > z; echo no > ../ab/no");
    BlobId root =
        new FileTreeSaver(blobs, VolumeSettings.DEFAULT).save(temp.resolve("source")).root().id();

    FillResult filled =
        new FileTreeFiller(blobs, FillSettings.DEFAULT).fill(root, TreePath.of("a/b"), target);

    assertThat(filled.problems().lines()).isEmpty();
    assertThat(filled.error()).isNull();
    assertThat(VolumeProof.of(target)).isEqualTo(VolumeProof.of(temp.resolve("source/a/b")));
  }

  @Test
  void oneFileComesBackAloneUnderItsName() throws IOException {
    fill("a/one", directory("a"), file("a/one", text, TEXT.length), file("a/two", text, 4));

    assertThat(target).isDirectoryContaining("glob:**/one").isDirectoryNotContaining("glob:**/two");
    assertThat(target.resolve("one")).hasContent("text");
  }

  @Test
  void aLinkToSomethingOutsideOfThePartBecomesThatThing() throws IOException {
    FillResult filled =
        fill(
            "b",
            directory("a"),
            file("a/one", text, TEXT.length),
            directory("b"),
            hardlink("b/first", "a/one"),
            hardlink("b/second", "a/one"));

    assertThat(filled.problems().lines()).isEmpty();
    assertThat(target.resolve("first")).hasContent("text");
    assertThat(Files.getAttribute(target.resolve("first"), "unix:ino"))
        .isEqualTo(Files.getAttribute(target.resolve("second"), "unix:ino"));

    Files.delete(target.resolve("first"));
    Files.delete(target.resolve("second"));
    fill("b/x", directory("a"), file("a/one", text, 4), directory("b"), hardlink("b/x", "a/one"));
    assertThat(target.resolve("x")).hasContent("text");
  }

  @Test
  void aHostilePartWritesNothingOutside() throws IOException {
    String outside = temp.resolve("outside").toString();
    fill(
        "b",
        directory("b"),
        symlink("b/link", outside),
        file("b/link/new", text, TEXT.length),
        file("b/link/secret", text, TEXT.length));

    assertThat(temp.resolve("outside/secret")).hasContent("secret");
    assertThat(temp.resolve("outside/new")).doesNotExist();
    assertThat(target.resolve("link")).isSymbolicLink();
  }

  @Test
  void aLinkToADirectoryIsRefused() {
    assertThatThrownBy(() -> fill("b", directory("a"), directory("b"), hardlink("b/x", "a")))
        .isInstanceOf(VaultException.Corrupt.class)
        .hasMessageContaining("b/x");
    assertThatThrownBy(() -> fill("b", directory("b"), hardlink("b/x", "absent")))
        .isInstanceOf(VaultException.Corrupt.class);
  }
}
