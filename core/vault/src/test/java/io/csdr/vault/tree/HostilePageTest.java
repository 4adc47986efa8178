package io.csdr.vault.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.MemoryBlobs;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostilePageTest {
  private final MemoryBlobs blobs = new MemoryBlobs();

  /// A tree with every kind of entry, content and page.
  private TreeRoot sample() {
    TreeWriter writer = new TreeWriter(blobs);
    byte[] data = new byte[3000];
    new Random(3).nextBytes(data);
    BlobId bundle = blobs.put(BlobType.BUNDLE, data, 0, data.length);
    BlobId chunk = blobs.put(BlobType.DATA, data, 7, 1000);
    FileMeta meta =
        new FileMeta(
            04755,
            -1,
            7,
            new Stamp(-5, 999_999_999),
            new Origin(99, new Stamp(12345678901L, 1)),
            List.of(
                new Xattr(ByteString.utf8("user.a"), new XattrValue.Inline(ByteString.utf8("v"))),
                new Xattr(ByteString.utf8("user.b"), new XattrValue.Stored(chunk, 1000))));
    ExtentWriter many = new ExtentWriter(blobs);
    for (int i = 0; i < 300; i++) {
      many.add(new Extent(i, 1000, chunk));
    }
    writer.add(new TreeEntry.Directory(TreePath.ROOT, meta));
    writer.add(new TreeEntry.Device(TreePath.of("a"), meta, true, 259, -1));
    writer.add(file("b", meta, 10, new FileContent.Slice(bundle, 2990)));
    writer.add(
        file("c", meta, 5000, new FileContent.Extents(List.of(new Extent(77, 1000, chunk)))));
    writer.add(file("d", meta, 400_000, many.finish()));
    writer.add(new TreeEntry.Fifo(TreePath.of("e"), meta));
    writer.add(new TreeEntry.Hardlink(TreePath.of("f"), TreePath.of("b")));
    writer.add(new TreeEntry.Symlink(TreePath.of("g"), meta, ByteString.utf8("/x")));
    for (int i = 10_000; i < 14_000; i++) {
      writer.add(file("h" + i, meta, 5, new FileContent.Slice(bundle, i % 2000)));
    }
    return writer.finish();
  }

  private static TreeEntry file(String path, FileMeta meta, long size, FileContent content) {
    return new TreeEntry.RegularFile(TreePath.of(path), meta, size, content);
  }

  /// Reads everything that can be read; the sum depends on what was read.
  private long readAll(BlobId root) throws IOException {
    long[] sum = {0};
    TreeReader reader = new TreeReader(blobs, root);
    reader.walk(entry -> sum[0] += entry.hashCode());
    TreeReader.forEachBlob(blobs, root, TreeRoundTripTest.collect(new HashSet<>()));
    for (String path : List.of("b", "c", "d")) {
      reader.copyTo(TreePath.of(path), new Limited());
    }
    return sum[0];
  }

  /// Takes a few megabytes: an altered size may be anything.
  private static final class Limited extends OutputStream {
    private long taken;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      taken += length;
      if (taken > 4 << 20) {
        throw new EOFException("enough");
      }
    }
  }

  @Test
  void thePagesOfTheSampleAreRead() throws IOException {
    assertThat(readAll(sample().id())).isNotZero();
    assertThat(blobs.ids(BlobType.TREE)).hasSizeGreaterThan(8);
  }

  @Test
  void everyCutOffPageIsCorrupt() {
    BlobId root = sample().id();
    for (BlobId page : blobs.ids(BlobType.TREE).stream().sorted().toList()) {
      byte[] whole = blobs.get(page);
      for (int length = 0; length < whole.length; length += 1 + whole.length / 60) {
        blobs.replace(page, Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> readAll(root)).isInstanceOf(VaultException.class);
      }
      blobs.replace(page, Arrays.copyOf(whole, whole.length + 1));
      assertThatThrownBy(() -> readAll(root)).isInstanceOf(VaultException.Corrupt.class);
      blobs.replace(page, whole);
    }
  }

  @Test
  void alteredPagesNeverFailInAnotherWay() {
    BlobId root = sample().id();
    Random random = new Random(4);
    for (BlobId page : blobs.ids(BlobType.TREE).stream().sorted().toList()) {
      byte[] whole = blobs.get(page);
      for (int i = 0; i < 150; i++) {
        byte[] altered = whole.clone();
        for (int k = random.nextInt(3); k >= 0; k--) {
          altered[random.nextInt(altered.length)] = (byte) random.nextInt();
        }
        blobs.replace(page, altered);
        try {
          readAll(root);
        } catch (VaultException | IllegalArgumentException | EOFException e) {
          assertThat(e.getMessage()).isNotNull();
        } catch (RuntimeException | IOException | OutOfMemoryError e) {
          fail("page " + page, e);
        }
      }
      blobs.replace(page, whole);
    }
  }

  @Test
  void countsBeyondThePageAreRefusedBeforeMemoryIsTaken() {
    for (long count : new long[] {0, 65_536, 65_537, 1L << 31, 1L << 62, -1}) {
      for (PageKind kind : List.of(PageKind.LEAF, PageKind.INDEX)) {
        PageEncoder page = new PageEncoder(64).header(kind);
        if (kind == PageKind.INDEX) {
          page.u8(1);
        }
        BlobId id = page.varint(count).put(blobs);
        BlobId root = ForgedTree.root(blobs, kind == PageKind.INDEX ? 1 : 0, id, 65_536);
        assertThatThrownBy(() -> readAll(root)).isInstanceOf(VaultException.Corrupt.class);
      }
    }
  }

  @Test
  void pathsThatUnfoldToMuchMemoryAreRefused() {
    LeafEncoder leaf = new LeafEncoder();
    leaf.add(new TreeEntry.Directory(TreePath.ROOT, FileMeta.PLAIN_DIRECTORY));
    StringBuilder deep = new StringBuilder();
    for (int i = 0; i < 900; i++) {
      deep.append("n".repeat(255)).append('/');
    }
    for (int i = 10_000; i < 11_000; i++) {
      leaf.add(new TreeEntry.Directory(TreePath.of(deep + "x" + i), FileMeta.PLAIN_DIRECTORY));
    }
    PageEncoder page =
        new PageEncoder(64).header(PageKind.LEAF).varint(1001).append(leaf.entries());
    LeafCursor cursor = new LeafCursor(page.toBytes(), page.put(blobs));

    assertThatThrownBy(
            () -> {
              while (cursor.next() != null) {
                assertThat(cursor.count()).isEqualTo(1001);
              }
            })
        .hasMessageContaining("paths are too long");
  }

  @Test
  void aPageInTheWrongPlaceIsRefused() {
    BlobId root = sample().id();
    List<BlobId> pages =
        blobs.ids(BlobType.TREE).stream()
            .filter(id -> blobs.get(id)[0] == PageKind.LEAF.code())
            .toList();
    assertThat(pages).hasSizeGreaterThan(2);
    byte[] first = blobs.get(pages.get(0));
    byte[] second = blobs.get(pages.get(1));

    blobs.replace(pages.get(0), second);
    blobs.replace(pages.get(1), first);

    assertThatThrownBy(() -> readAll(root)).isInstanceOf(VaultException.Corrupt.class);
  }

  @Test
  void newerPagesAndFeaturesAreTooNew() {
    BlobId root = sample().id();
    byte[] record = blobs.get(root);
    byte[] version = record.clone();
    version[1] = 2;
    blobs.replace(root, version);
    assertThatThrownBy(() -> readAll(root)).isInstanceOf(VaultException.TooNew.class);
    byte[] flags = record.clone();
    flags[3] = 1;
    blobs.replace(root, flags);
    assertThatThrownBy(() -> readAll(root)).isInstanceOf(VaultException.TooNew.class);
  }
}
