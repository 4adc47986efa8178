package io.csdr.vault.posix;

import io.csdr.vault.tree.TreePath;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files with several names, of which some are still to come; for one thread.
final class LinkTable {
  private final Map<Key, First> files = new HashMap<>();

  private record Key(long device, long inode) {}

  /// The first name of a file in the order of the tree, and whether it was saved.
  static final class First {
    private final TreePath path;
    private int names;
    private boolean saved;

    private First(TreePath path, int names) {
      this.path = path;
      this.names = names;
    }

    TreePath path() {
      return path;
    }

    boolean saved() {
      return saved;
    }

    void setSaved() {
      saved = true;
    }
  }

  /// The first name of this file: `path` itself if none was seen before, null if it has only one.
  @Nullable First first(TreePath path, FileStat stat) {
    if (stat.links() < 2 || stat.type() == FileStat.DIRECTORY) {
      return null;
    }
    Key key = new Key(stat.device(), stat.inode());
    First first = files.get(key);
    if (first == null) {
      first = new First(path, stat.links());
      files.put(key, first);
    }
    first.names--;
    if (first.names == 0) {
      files.remove(key);
    }
    return first;
  }
}
