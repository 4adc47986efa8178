package io.csdr.vault.tree;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobWriter;
import org.jspecify.annotations.Nullable;

/// The open index page of one level of a tree that is being written.
final class IndexLevel {
  private final int level;
  private final BlobWriter writer;
  private final Boundary boundary;
  private final PageEncoder children = new PageEncoder(PageCut.INDEX.most() * 2);
  private @Nullable TreePath first;
  private TreePath previous = TreePath.ROOT;
  private int count;
  private long pathBytes;
  private long entries;

  IndexLevel(int level, BlobWriter writer, Boundary boundary) {
    this.level = level;
    this.writer = writer;
    this.boundary = boundary;
  }

  /// A page with the path of the first entry under it and how many there are.
  record Child(TreePath first, BlobId id, long entries) {}

  boolean endsBefore(Child next) {
    return count > 0
        && PageCut.INDEX.before(children.length(), count, pathBytes, next.first, boundary);
  }

  void add(Child child) {
    if (first == null) {
      first = child.first;
    }
    children.path(previous, child.first).id(child.id).varint(child.entries);
    previous = child.first;
    count++;
    pathBytes += child.first.shared().length;
    entries += child.entries;
  }

  /// Stores the page and begins the next one.
  Child end() {
    TreePath from = first;
    if (from == null) {
      throw new IllegalStateException("an empty index page");
    }
    PageEncoder page = new PageEncoder(children.length() + 8);
    page.header(PageKind.INDEX).u8(level).varint(count).append(children);
    Child child = new Child(from, page.put(writer), entries);
    children.clear();
    first = null;
    previous = TreePath.ROOT;
    count = 0;
    pathBytes = 0;
    entries = 0;
    return child;
  }
}
