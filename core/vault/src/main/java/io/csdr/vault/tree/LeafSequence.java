package io.csdr.vault.tree;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The leaves of a tree in order, read some dozens at a time; for one thread.
final class LeafSequence {
  private static final int AHEAD = 64;

  private final BlobReader reader;
  private final Deque<Level> open = new ArrayDeque<>();

  /// Begins with pages that are all of this level.
  LeafSequence(BlobReader reader, List<IndexLevel.Child> pages, int level) {
    this.reader = reader;
    open.addLast(new Level(pages, level));
  }

  /// What comes next: a leaf, or a page that cannot be had.
  sealed interface Step {
    record Leaf(LeafCursor cursor) implements Step {}

    record Lost(TreePath first, VaultException why) implements Step {}
  }

  /// The next step, or null behind the last leaf.
  @Nullable Step next() {
    while (!open.isEmpty()) {
      Level level = open.getLast();
      IndexLevel.Child page = level.next();
      if (page == null) {
        open.removeLast();
        continue;
      }
      byte[] bytes;
      try {
        bytes = level.bytes(page);
      } catch (VaultException e) {
        return new Step.Lost(page.first(), e);
      }
      if (level.level == 0) {
        return new Step.Leaf(IndexPage.leaf(bytes, page));
      }
      List<IndexLevel.Child> children = IndexPage.decode(bytes, page, level.level).children();
      open.addLast(new Level(children, level.level - 1));
    }
    return null;
  }

  /// Pages of one level under one parent.
  private final class Level {
    private final List<IndexLevel.Child> pages;
    private final int level;
    private int position;
    private int fetched;
    private @Nullable BlobBatch batch;

    Level(List<IndexLevel.Child> pages, int level) {
      this.pages = pages;
      this.level = level;
    }

    IndexLevel.@Nullable Child next() {
      return position < pages.size() ? pages.get(position++) : null;
    }

    byte[] bytes(IndexLevel.Child page) {
      BlobBatch had = batch;
      if (had == null || position > fetched) {
        int end = Math.min(pages.size(), position - 1 + AHEAD);
        had =
            BlobBatch.fetch(
                reader,
                pages.subList(position - 1, end).stream().map(IndexLevel.Child::id).toList());
        batch = had;
        fetched = end;
      }
      return had.get(page.id());
    }
  }
}
