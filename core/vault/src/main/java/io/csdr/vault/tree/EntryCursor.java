package io.csdr.vault.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads entries in order from any place of a tree on; for one thread.
final class EntryCursor {
  private final PageSource pages;
  private final List<Position> open = new ArrayList<>();
  private @Nullable LeafCursor leaf;

  /// The child of an index page that the cursor is under.
  private record Position(IndexPage page, int child, int level) {}

  EntryCursor(PageSource pages) {
    this.pages = pages;
  }

  /// The first entry for which `before` no longer holds, or null. `before` holds for a beginning of the
  /// order of paths; entries after the returned one follow by [#next()].
  @Nullable TreeEntry seek(Predicate<TreePath> before) {
    open.clear();
    descend(pages.top(), pages.topLevel(), before);
    return skip(before);
  }

  private void descend(IndexLevel.Child page, int level, Predicate<TreePath> before) {
    IndexLevel.Child at = page;
    for (int down = level; down > 0; down--) {
      IndexPage index = pages.index(at, down);
      int child = index.position(before);
      open.add(new Position(index, child, down));
      at = index.children().get(child);
    }
    leaf = pages.leaf(at);
  }

  /// The next entry, or null behind the last.
  @Nullable TreeEntry next() {
    while (leaf != null) {
      TreeEntry entry = leaf.next();
      if (entry != null) {
        return entry;
      }
      leaf = null;
      nextLeaf();
    }
    return null;
  }

  private void nextLeaf() {
    while (!open.isEmpty()) {
      Position last = open.removeLast();
      int child = last.child + 1;
      if (child < last.page.children().size()) {
        open.add(new Position(last.page, child, last.level));
        descend(last.page.children().get(child), last.level - 1, path -> false);
        return;
      }
    }
  }

  /// The next entry behind everything in the directory, or null: within the page by reading on, else by
  /// a new search.
  @Nullable TreeEntry nextBehind(TreePath directory) {
    LeafCursor here = leaf;
    while (here != null) {
      TreeEntry entry = here.next();
      if (entry == null) {
        return seek(path -> path.compareTo(directory) <= 0 || path.isUnder(directory));
      }
      if (!entry.path().isUnder(directory)) {
        return entry;
      }
    }
    return null;
  }

  private @Nullable TreeEntry skip(Predicate<TreePath> before) {
    TreeEntry entry = next();
    while (entry != null && before.test(entry.path())) {
      entry = next();
    }
    return entry;
  }
}
