package io.csdr.vault.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Checks that entries, from the first one on, make a tree: ascending, and each in a directory that came before.
final class EntryOrder {
  private final Deque<TreePath> open = new ArrayDeque<>();
  private @Nullable TreePath last;
  private boolean gaps;

  /// Says that entries were left out here, so that directories may be missing from now on.
  void gap() {
    gaps = true;
    if (last == null) {
      last = TreePath.ROOT;
      open.addLast(TreePath.ROOT);
    }
  }

  /// What is wrong with this as the next entry, or null.
  @Nullable String problem(TreeEntry entry) {
    TreePath path = entry.path();
    TreePath previous = last;
    if (previous == null) {
      if (!path.isRoot() || !(entry instanceof TreeEntry.Directory)) {
        return "the first entry is not the tree's own directory but " + path;
      }
    } else if (path.compareTo(previous) <= 0) {
      return path + " does not come after " + previous;
    } else {
      while (!path.isUnder(open.getLast())) {
        open.removeLast();
      }
      if (!gaps && !path.isChildOf(open.getLast())) {
        return "the directory of " + path + " is missing";
      }
    }
    last = path;
    if (entry instanceof TreeEntry.Directory) {
      open.addLast(path);
    }
    return null;
  }
}
