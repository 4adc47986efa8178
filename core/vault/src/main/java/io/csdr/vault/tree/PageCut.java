package io.csdr.vault.tree;

/// When a page of entries ends: at `least` bytes by the boundary hash, at `most` bytes anyway.
record PageCut(int least, int mask, int most) {
  static final PageCut LEAF = new PageCut(16 << 10, 255, 128 << 10);
  static final PageCut INDEX = new PageCut(8 << 10, 63, 128 << 10);

  private static final long PATH_BYTES = 4L << 20;

  /// Whether a page that has `filled` bytes, `count` entries and `paths` bytes of full paths ends before this one.
  boolean before(int filled, int count, long paths, TreePath next, Boundary boundary) {
    return filled >= most
        || count == LeafCursor.MAX_COUNT
        || paths + next.shared().length > PATH_BYTES
        || (filled >= least && (boundary.hash(next) & mask) == 0);
  }
}
