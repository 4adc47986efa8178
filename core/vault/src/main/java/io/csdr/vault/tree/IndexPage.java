package io.csdr.vault.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A decoded index page.
record IndexPage(List<IndexLevel.Child> children) {

  /// Decodes the page that its parent describes as `as`.
  static IndexPage decode(byte[] bytes, IndexLevel.Child as, int level) {
    PageDecoder in = new PageDecoder(bytes, as.id(), PageKind.INDEX);
    if (in.u8() != level) {
      throw in.corrupt("it is not of level " + level);
    }
    int count = in.count(1, LeafCursor.MAX_COUNT, "number of pages");
    List<IndexLevel.Child> children = new ArrayList<>();
    TreePath previous = TreePath.ROOT;
    long pathBytes = 0;
    long entries = 0;
    for (int i = 0; i < count; i++) {
      TreePath first = in.path(previous);
      if (i > 0 && first.compareTo(previous) <= 0) {
        throw in.corrupt("pages are not in ascending order");
      }
      pathBytes += first.shared().length;
      if (pathBytes > LeafCursor.MAX_PATH_BYTES) {
        throw in.corrupt("its paths are too long");
      }
      IndexLevel.Child child =
          new IndexLevel.Child(
              first, in.id(), in.varint(1, as.entries() - entries, "number of entries"));
      entries += child.entries();
      children.add(child);
      previous = first;
    }
    in.end();
    if (entries != as.entries() || !children.getFirst().first().equals(as.first())) {
      throw in.corrupt("it is not the page that its parent means");
    }
    return new IndexPage(children);
  }

  /// Opens the leaf that its parent describes as `as`.
  static LeafCursor leaf(byte[] bytes, IndexLevel.Child as) {
    LeafCursor cursor = new LeafCursor(bytes, as.id());
    if (cursor.count() != as.entries()) {
      throw cursor.corrupt("it is not the page that its parent means");
    }
    cursor.expect(as.first());
    return cursor;
  }

  /// The position of the last child whose first path is still before what is sought, at least 0.
  int position(Predicate<TreePath> before) {
    int low = 0;
    int high = children.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (before.test(children.get(middle).first())) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
