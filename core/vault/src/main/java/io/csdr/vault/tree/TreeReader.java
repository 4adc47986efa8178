package io.csdr.vault.tree;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Reads a tree of files. Methods may be called by many threads; nothing holds more than a few pages.
///
/// All of them throw [VaultException] when a page cannot be had or breaks the format. What is read is as it was
/// written by whoever holds the vault's keys: paths cannot leave the tree, but targets of symbolic links are
/// arbitrary.
public final class TreeReader {
  private final BlobReader reader;
  private final TreeRoot root;
  private final PageSource pages;

  /// Opens the tree with this root.
  ///
  /// @throws IllegalArgumentException when it is a block device
  public TreeReader(BlobReader reader, BlobId root) {
    this.reader = reader;
    if (!(RootRecord.read(reader, root) instanceof RootRecord.Files files)) {
      throw new IllegalArgumentException("tree " + root + " is a block device");
    }
    this.root = new TreeRoot(root, files.stats());
    this.pages = new PageSource(reader, files);
  }

  /// The totals of a tree of either form.
  public static TreeStats stats(BlobReader reader, BlobId root) {
    return RootRecord.read(reader, root).stats();
  }

  /// The tree itself.
  public TreeRoot root() {
    return root;
  }

  /// The entry at the path.
  public Optional<TreeEntry> find(TreePath path) {
    TreeEntry entry = new EntryCursor(pages).seek(at -> at.compareTo(path) < 0);
    return entry != null && entry.path().equals(path) ? Optional.of(entry) : Optional.empty();
  }

  /// What is directly in the directory, in order; nothing if there is no such directory. The stream
  /// reads pages as it goes.
  public Stream<TreeEntry> list(TreePath directory) {
    EntryCursor cursor = new EntryCursor(pages);
    TreeEntry first = cursor.seek(at -> at.compareTo(directory) <= 0);
    Iterator<TreeEntry> children = new Children(cursor, directory, first);
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            children, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT),
        false);
  }

  private static final class Children implements Iterator<TreeEntry> {
    private final EntryCursor cursor;
    private final TreePath directory;
    private @Nullable TreeEntry next;
    private @Nullable TreePath behind;

    Children(EntryCursor cursor, TreePath directory, @Nullable TreeEntry first) {
      this.cursor = cursor;
      this.directory = directory;
      this.next = first;
    }

    @Override
    public boolean hasNext() {
      if (behind != null) {
        next = cursor.nextBehind(behind);
        behind = null;
      }
      return next != null && next.path().isUnder(directory);
    }

    @Override
    public TreeEntry next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      behind = next.path();
      return next;
    }
  }

  /// All entries in order, reading pages ahead.
  public TreeSequence entries() {
    return new TreeSequence(pages.leaves(), root.stats());
  }

  /// Passes on all entries in order, reading pages ahead.
  public void walk(TreeVisitor visitor) {
    TreeSequence entries = entries();
    TreeEntry entry = entries.next(visitor::lost);
    while (entry != null) {
      visitor.entry(entry);
      entry = entries.next(visitor::lost);
    }
  }

  /// Passes on the entry at the path and, if it is a directory, everything in it, in order.
  public void walk(TreePath from, TreeVisitor visitor) {
    EntryCursor cursor = new EntryCursor(pages);
    TreeEntry entry = cursor.seek(at -> at.compareTo(from) < 0);
    while (entry != null && (entry.path().equals(from) || entry.path().isUnder(from))) {
      visitor.entry(entry);
      entry = cursor.next();
    }
  }

  /// The regular file at the path, hard links resolved.
  ///
  /// @throws IllegalArgumentException when there is none
  public TreeEntry.RegularFile file(TreePath path) {
    TreeEntry entry = find(path).orElse(null);
    if (entry instanceof TreeEntry.Hardlink link) {
      entry = find(link.target()).orElse(null);
    }
    if (entry instanceof TreeEntry.RegularFile file) {
      return file;
    }
    throw new IllegalArgumentException("no regular file " + path + " in tree " + root.id());
  }

  /// Writes the content of the regular file at the path, holes as zeros.
  ///
  /// @throws IllegalArgumentException when there is no such file
  public void copyTo(TreePath path, OutputStream out) throws IOException {
    FileBytes.copy(reader, file(path), out);
  }

  /// Passes on all pieces of the file in order, for a slice none.
  public static void extents(BlobReader reader, TreeEntry.RegularFile file, Consumer<Extent> to) {
    switch (file.content()) {
      case FileContent.Nothing() -> {}
      case FileContent.Slice slice -> {}
      case FileContent.Extents inline -> inline.extents().forEach(to);
      case FileContent.ExtentTable table -> ExtentTables.read(reader, table, file.size(), to);
    }
  }

  /// The value of an extended attribute.
  public static ByteString value(BlobReader reader, XattrValue value) {
    return switch (value) {
      case XattrValue.Inline(ByteString bytes) -> bytes;
      case XattrValue.Stored(BlobId id, int length) -> {
        byte[] bytes = reader.get(id);
        if (bytes.length != length) {
          throw new VaultException.Corrupt("the attribute in blob " + id + " is not of its length");
        }
        yield ByteString.owning(bytes);
      }
    };
  }

  /// Passes on every blob that a tree of either form needs.
  ///
  /// @throws VaultException when a page is lost
  public static void forEachBlob(BlobReader reader, BlobId root, BlobVisitor visitor) {
    if (!visitor.page(root)) {
      return;
    }
    switch (RootRecord.read(reader, root)) {
      case RootRecord.Block block -> BlockMap.visit(reader, block, visitor);
      case RootRecord.Files files ->
          new PageSource(reader, files).visit(visitor, new EntryBlobs(reader, visitor)::leaf);
    }
  }
}
