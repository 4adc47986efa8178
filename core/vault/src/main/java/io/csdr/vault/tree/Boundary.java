package io.csdr.vault.tree;

/// The keyed hash of a path that says where pages and bundles end: by names, not by content or position.
public final class Boundary {
  private final long seed;

  /// Boundaries of the vault with this chunker key.
  public Boundary(byte[] chunkerKey) {
    long first = 0;
    for (int i = 0; i < 8; i++) {
      first = (first << 8) | (chunkerKey[i] & 0xff);
    }
    seed = 0xcbf29ce484222325L ^ first;
  }

  /// 32 well-mixed bits.
  int hash(TreePath path) {
    long h = seed;
    for (byte b : path.shared()) {
      h = (h ^ (b & 0xff)) * 0x100000001b3L;
    }
    h = (h ^ (h >>> 32)) * 0x9e3779b97f4a7c15L;
    return (int) (h >>> 32);
  }

  /// Whether a bundle that has `filled` bytes ends before the file of this path and size.
  public boolean endsBundle(int filled, TreePath path, long size) {
    return filled > 0
        && (filled + size > BundleBuffer.CAPACITY
            || (filled >= BundleBuffer.LEAST && (hash(path) & 31) == 0));
  }
}
