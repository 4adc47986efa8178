package io.csdr.vault.tree;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the pages of a tree of files from its entries in ascending order; for one thread.
///
/// Memory does not grow with the tree: a page per level is open at a time.
public final class TreeWriter {
  private final BlobWriter writer;
  private final Boundary boundary;
  private final EntryOrder order = new EntryOrder();
  private final LeafEncoder leaf = new LeafEncoder();
  private final List<IndexLevel> levels = new ArrayList<>();
  private @Nullable TreePath first;
  private int count;
  private long pathBytes;
  private long entries;
  private long directories;
  private long files;
  private long bytes;

  public TreeWriter(BlobWriter writer) {
    this.writer = writer;
    this.boundary = new Boundary(writer.chunkerKey());
  }

  /// Adds the next entry; the first one is the tree's own directory.
  ///
  /// @throws IllegalArgumentException when the entry is not after the one before or its directory is missing
  public void add(TreeEntry entry) {
    String problem = order.problem(entry);
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
    if (count > 0
        && PageCut.LEAF.before(leaf.entries().length(), count, pathBytes, entry.path(), boundary)) {
      endLeaf();
    }
    if (first == null) {
      first = entry.path();
    }
    leaf.add(entry);
    count++;
    pathBytes += entry.path().shared().length;
    entries++;
    switch (entry) {
      case TreeEntry.Directory directory -> directories++;
      case TreeEntry.RegularFile file -> {
        files++;
        long sum = bytes + file.size();
        bytes = sum < 0 ? Long.MAX_VALUE : sum;
      }
      case TreeEntry.Symlink other -> {}
      case TreeEntry.Hardlink other -> {}
      case TreeEntry.Device other -> {}
      case TreeEntry.Fifo other -> {}
    }
  }

  /// How many entries were added.
  public long entries() {
    return entries;
  }

  /// Writes what is open and the root record. Nothing is durable before [BlobWriter#flush()].
  public TreeRoot finish() {
    if (entries == 0) {
      throw new IllegalStateException("a tree without its own directory");
    }
    IndexLevel.Child top = leafPage();
    int level = 0;
    for (; level < levels.size(); level++) {
      add(level, top);
      top = levels.get(level).end();
    }
    TreeStats stats = new TreeStats(TreeForm.FILES, entries, directories, files, bytes);
    BlobId root = new RootRecord.Files(level, top.id(), stats).put(writer);
    return new TreeRoot(root, stats);
  }

  private void endLeaf() {
    add(0, leafPage());
  }

  private IndexLevel.Child leafPage() {
    PageEncoder page = new PageEncoder(leaf.entries().length() + 8);
    page.header(PageKind.LEAF).varint(count).append(leaf.entries());
    TreePath from = first;
    if (from == null) {
      throw new IllegalStateException("an empty leaf");
    }
    IndexLevel.Child child = new IndexLevel.Child(from, page.put(writer), count);
    leaf.clear();
    first = null;
    count = 0;
    pathBytes = 0;
    return child;
  }

  private void add(int level, IndexLevel.Child child) {
    if (level == levels.size()) {
      if (level == RootRecord.MAX_LEVEL) {
        throw new IllegalStateException("a tree of more than " + level + " levels");
      }
      levels.add(new IndexLevel(level + 1, writer, boundary));
    }
    IndexLevel index = levels.get(level);
    if (index.endsBefore(child)) {
      add(level + 1, index.end());
    }
    index.add(child);
  }
}
