package io.csdr.vault.posix;

import io.csdr.vault.tree.TreeEntry;
import io.csdr.vault.tree.TreePath;
import org.jspecify.annotations.Nullable;

/// The place of one entry in the order of the tree, filled in by whoever reads the file.
final class Slot {
  private final TreePath path;
  private final FileStat stat;
  private final LinkTable.@Nullable First first;
  private volatile @Nullable TreeEntry entry;

  /// `first` is set if other names of the same file may follow or, in a hard link, came before.
  Slot(TreePath path, FileStat stat, LinkTable.@Nullable First first) {
    this.path = path;
    this.stat = stat;
    this.first = first;
  }

  TreePath path() {
    return path;
  }

  /// The state in which the walk found the file.
  FileStat stat() {
    return stat;
  }

  LinkTable.@Nullable First first() {
    return first;
  }

  /// The entry, or null if there is none to save.
  @Nullable TreeEntry entry() {
    return entry;
  }

  void fill(TreeEntry ready) {
    entry = ready;
  }
}
