package io.csdr.vault.tree;

import io.csdr.vault.VaultException;

/// Sees the entries of a tree in order.
@FunctionalInterface
public interface TreeVisitor {

  /// The next entry.
  void entry(TreeEntry entry);

  /// The entries from `first` on that one page holds cannot be had; the walk goes on behind them if this
  /// returns. Directories of later entries may be among them.
  default void lost(TreePath first, VaultException why) {
    throw why;
  }
}
