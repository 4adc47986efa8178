package io.csdr.vault.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.MemoryBlobs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class TreePropertiesTest {

  @Property(tries = 150)
  void whatIsWrittenIsRead(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 3000) int size,
      @ForAll @IntRange(min = 2, max = 255) int alphabet) {
    MemoryBlobs blobs = new MemoryBlobs();
    List<TreeEntry> entries = new RandomTree(blobs, new Random(seed), alphabet).entries(size);
    TreeWriter writer = new TreeWriter(blobs);
    entries.forEach(writer::add);

    TreeRoot root = writer.finish();

    TreeReader reader = new TreeReader(blobs, root.id());
    List<TreeEntry> walked = new ArrayList<>();
    reader.walk(walked::add);
    assertThat(walked).isEqualTo(entries);
    assertThat(reader.root()).isEqualTo(root);
    Random choice = new Random(seed);
    for (int i = 0; i < 10; i++) {
      TreeEntry any = entries.get(choice.nextInt(entries.size()));
      assertThat(reader.find(any.path())).contains(any);
      List<TreeEntry> children =
          entries.stream().filter(entry -> entry.path().isChildOf(any.path())).toList();
      assertThat(reader.list(any.path())).isEqualTo(children);
    }
    Set<BlobId> seen = new HashSet<>();
    TreeReader.forEachBlob(blobs, root.id(), TreeRoundTripTest.collect(seen));
    assertThat(seen).containsAll(blobs.ids(BlobType.TREE));
  }

  @Property
  void pathsAreOrderedNameByName(@ForAll long seed) {
    Random random = new Random(seed);
    TreePath a = randomPath(random);
    TreePath b = randomPath(random);

    int byNames = 0;
    List<ByteString> left = names(a);
    List<ByteString> right = names(b);
    for (int i = 0; byNames == 0 && i < Math.min(left.size(), right.size()); i++) {
      byNames = left.get(i).compareTo(right.get(i));
    }
    if (byNames == 0) {
      byNames = Integer.compare(left.size(), right.size());
    }

    assertThat(Integer.signum(a.compareTo(b))).isEqualTo(Integer.signum(byNames));
    assertThat(a.isUnder(b))
        .isEqualTo(left.size() > right.size() && left.subList(0, right.size()).equals(right));
  }

  @Property
  void numbersAreReadAsWritten(
      @ForAll long any, @ForAll @LongRange(min = -300, max = 300) long small) {
    PageEncoder page =
        new PageEncoder(16).header(PageKind.LEAF).varint(any).svarint(any).svarint(small);

    PageDecoder in = new PageDecoder(page.toBytes(), new BlobId(0, 0, 0, 0), PageKind.LEAF);

    assertThat(in.varint()).isEqualTo(any);
    assertThat(in.svarint()).isEqualTo(any);
    assertThat(in.svarint()).isEqualTo(small);
    in.end();
  }

  private static TreePath randomPath(Random random) {
    TreePath path = TreePath.ROOT;
    for (int i = random.nextInt(4); i > 0; i--) {
      path = path.child(RandomTree.name(random, 3, 2));
    }
    return path;
  }

  private static List<ByteString> names(TreePath path) {
    List<ByteString> names = new ArrayList<>();
    for (TreePath at = path; !at.isRoot(); at = at.parent()) {
      names.addFirst(at.name());
    }
    return names;
  }

  /// Entries of every kind with any attributes.
  private static final class RandomTree {
    private final Random random;
    private final int alphabet;
    private final BlobId content;

    RandomTree(MemoryBlobs blobs, Random random, int alphabet) {
      this.random = random;
      this.alphabet = alphabet;
      byte[] bytes = new byte[200_000];
      random.nextBytes(bytes);
      content = blobs.put(BlobType.DATA, bytes, 0, bytes.length);
    }

    List<TreeEntry> entries(int size) {
      SortedMap<TreePath, TreeEntry> entries = new TreeMap<>();
      List<TreePath> directories = new ArrayList<>(List.of(TreePath.ROOT));
      entries.put(TreePath.ROOT, new TreeEntry.Directory(TreePath.ROOT, meta()));
      for (int i = 0; i < size; i++) {
        TreePath in = directories.get(random.nextInt(directories.size()));
        TreePath path = in.child(name(random, alphabet, 1 + random.nextInt(20)));
        if (!entries.containsKey(path)) {
          TreeEntry entry = entry(path, entries);
          entries.put(path, entry);
          if (entry instanceof TreeEntry.Directory && path.depth() < 50) {
            directories.add(path);
          }
        }
      }
      return List.copyOf(entries.values());
    }

    private TreeEntry entry(TreePath path, SortedMap<TreePath, TreeEntry> before) {
      return switch (random.nextInt(12)) {
        case 0, 1 -> new TreeEntry.Directory(path, meta());
        case 2 -> new TreeEntry.Symlink(path, meta(), name(random, 255, 300));
        case 3 ->
            new TreeEntry.Device(
                path, meta(), random.nextBoolean(), random.nextInt(), random.nextInt());
        case 4 -> new TreeEntry.Fifo(path, meta());
        case 5 ->
            before.headMap(path).values().stream()
                .filter(entry -> entry instanceof TreeEntry.RegularFile)
                .findFirst()
                .<TreeEntry>map(entry -> new TreeEntry.Hardlink(path, entry.path()))
                .orElseGet(() -> new TreeEntry.Directory(path, meta()));
        case 6 -> file(path, random.nextLong() & Long.MAX_VALUE, new FileContent.Nothing());
        case 7 -> {
          int length = 1 + random.nextInt(200_000);
          long gap = random.nextLong() & 0xffffffffffL;
          Extent extent = new Extent(gap, length, content);
          yield file(path, gap + length, new FileContent.Extents(List.of(extent)));
        }
        default -> {
          int length = 1 + random.nextInt(FileContent.MAX_SLICE);
          BlobId bundle = new BlobId(random.nextInt(3), 0, 0, 0);
          yield file(path, length, new FileContent.Slice(bundle, random.nextInt(1 << 20)));
        }
      };
    }

    private TreeEntry file(TreePath path, long size, FileContent content) {
      return new TreeEntry.RegularFile(path, meta(), size, content);
    }

    private FileMeta meta() {
      List<Xattr> xattrs = new ArrayList<>();
      SortedMap<ByteString, ByteString> values = new TreeMap<>();
      for (int i = random.nextInt(8) - 5; i > 0; i--) {
        values.put(name(random, 255, 30), name(random, 255, 200));
      }
      values.forEach((name, value) -> xattrs.add(new Xattr(name, new XattrValue.Inline(value))));
      return new FileMeta(
          random.nextInt(FileMeta.MODE_BITS + 1),
          random.nextInt(),
          random.nextInt(),
          stamp(),
          random.nextBoolean() ? Origin.NONE : new Origin(random.nextLong() | 1, stamp()),
          xattrs);
    }

    private Stamp stamp() {
      return new Stamp(random.nextLong(), random.nextInt(1_000_000_000));
    }

    /// 1 to `most` bytes of an alphabet that has neither NUL nor slash; all of it at 255.
    static ByteString name(Random random, int alphabet, int most) {
      byte[] name = new byte[1 + random.nextInt(most)];
      for (int i = 0; i < name.length; i++) {
        int b = 1 + (alphabet < 255 ? '-' + random.nextInt(alphabet) : random.nextInt(255)) % 255;
        name[i] = (byte) (b == '/' ? 'x' : b);
      }
      name[0] = name[0] == '.' ? (byte) 'y' : name[0];
      return ByteString.of(name);
    }
  }
}
