package io.csdr.vault.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.MemoryBlobs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TreeRoundTripTest {
  private final MemoryBlobs blobs = new MemoryBlobs();

  @Test
  void filesComeBackByPath() throws IOException {
    TreeBuilder builder = new TreeBuilder(blobs);
    byte[] large = new byte[5_000_000];
    new Random(1).nextBytes(large);
    builder.add("a/b/one", bytes("1"));
    builder.add("a/b/two", bytes("22"));
    builder.add("a-b", bytes("after a/ in the order of paths"));
    builder.add("empty", new byte[0]);
    builder.add("large", large);

    TreeRoot root = builder.finish();

    TreeReader reader = new TreeReader(blobs, root.id());
    assertThat(reader.root()).isEqualTo(root);
    assertThat(root.stats())
        .isEqualTo(new TreeStats(TreeForm.FILES, 8, 3, 5, 3 + 30 + large.length));
    assertThat(content(reader, "a/b/two")).isEqualTo(bytes("22"));
    assertThat(content(reader, "empty")).isEmpty();
    assertThat(content(reader, "large")).isEqualTo(large);
    assertThat(names(reader, "")).containsExactly("a", "a-b", "empty", "large");
    assertThat(names(reader, "a")).containsExactly("a/b");
    assertThat(names(reader, "a/b")).containsExactly("a/b/one", "a/b/two");
    assertThat(names(reader, "a/c")).isEmpty();
    assertThat(reader.find(TreePath.of("a/x"))).isEmpty();
    assertThatThrownBy(() -> content(reader, "a")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void manyPagesListFindAndWalk() {
    TreeMap<TreePath, byte[]> files = new TreeMap<>();
    Random random = new Random(2);
    for (int i = 0; i < 60_000; i++) {
      String path = "ns" + random.nextInt(9) + "/dir" + random.nextInt(3000) + "/file" + i;
      files.put(TreePath.of(path), bytes("content " + i));
    }
    TreeBuilder builder = new TreeBuilder(blobs);
    files.forEach(builder::add);

    TreeRoot root = builder.finish();

    TreeReader reader = new TreeReader(blobs, root.id());
    List<TreePath> walked = new ArrayList<>();
    reader.walk(entry -> {
      if (entry instanceof TreeEntry.RegularFile) {
        walked.add(entry.path());
      }
    });
    assertThat(walked).containsExactlyElementsOf(files.keySet());
    assertThat(names(reader, "")).hasSize(9).isSorted();
    assertThat(names(reader, "ns4")).hasSizeGreaterThan(2000).doesNotHaveDuplicates();
    for (TreePath path : files.keySet().stream().skip(777).limit(50).toList()) {
      assertThat(reader.find(path)).isPresent();
      assertThat(reader.list(path.parent()).map(TreeEntry::path)).contains(path);
    }
    List<TreePath> inside = new ArrayList<>();
    reader.walk(TreePath.of("ns4"), entry -> inside.add(entry.path()));
    assertThat(inside)
        .hasSize(
            1
                + names(reader, "ns4").size()
                + (int) files.keySet().stream().filter(p -> p.isUnder(TreePath.of("ns4"))).count());
    assertThat(blobs.ids(BlobType.TREE)).as("pages of several levels").hasSizeGreaterThan(20);
  }

  @Test
  void everyBlobOfATreeIsSeen() {
    TreeBuilder builder = new TreeBuilder(blobs);
    byte[] huge = new byte[200 << 20];
    for (int i = 0; i < huge.length; i += 4096) {
      huge[i] = (byte) (i >>> 20);
    }
    for (int i = 0; i < 3000; i++) {
      builder.add(String.format("d/%05d", i), bytes("small " + i));
    }
    builder.add("huge", huge);
    TreeRoot root = builder.finish();

    Set<BlobId> seen = new HashSet<>();
    TreeReader.forEachBlob(blobs, root.id(), collect(seen));

    assertThat(seen).isEqualTo(blobs.ids());
  }

  @Test
  void equalFilesMakeEqualTreesAndAChangeRewritesFewPages() {
    TreeRoot first = numbered(20_000, -1);
    int before = blobs.count();

    assertThat(numbered(20_000, -1)).isEqualTo(first);
    assertThat(blobs.count()).isEqualTo(before);

    TreeRoot changed = numbered(20_000, 9_000);
    assertThat(changed.id()).isNotEqualTo(first.id());
    assertThat(blobs.count() - before).isLessThan(12);
  }

  @Test
  void filesOutOfOrderAreRefused() {
    TreeBuilder builder = new TreeBuilder(blobs);
    builder.add("b/c", bytes("x"));

    assertThatThrownBy(() -> builder.add("b/a", bytes("x")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.add("b/c", bytes("x")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.add("b/c/d", bytes("x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private TreeRoot numbered(int count, int changed) {
    TreeBuilder builder = new TreeBuilder(blobs);
    for (int i = 0; i < count; i++) {
      builder.add(
          String.format("ns%02d/objects/%05d.json", i / 1000, i),
          bytes(("{\"n\":" + i + ",\"v\":" + (i == changed) + "}").repeat(20)));
    }
    return builder.finish();
  }

  static BlobVisitor collect(Set<BlobId> seen) {
    return new BlobVisitor() {
      @Override
      public boolean page(BlobId id) {
        return seen.add(id);
      }

      @Override
      public void content(BlobId id) {
        seen.add(id);
      }
    };
  }

  private static byte[] content(TreeReader reader, String path) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    reader.copyTo(TreePath.of(path), out);
    return out.toByteArray();
  }

  private static List<String> names(TreeReader reader, String path) {
    return reader.list(TreePath.of(path)).map(entry -> entry.path().toString()).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
