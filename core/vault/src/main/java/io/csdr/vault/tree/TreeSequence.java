package io.csdr.vault.tree;

import io.csdr.vault.VaultException;
import org.jspecify.annotations.Nullable;

/// All entries of a tree in order, pulled one by one; for one thread.
public final class TreeSequence {
  private final LeafSequence leaves;
  private final TreeStats stats;
  private final EntryOrder order = new EntryOrder();
  private @Nullable LeafCursor leaf;
  private long seen;
  private boolean gaps;

  TreeSequence(LeafSequence leaves, TreeStats stats) {
    this.leaves = leaves;
    this.stats = stats;
  }

  /// The next entry, or null behind the last one.
  ///
  /// @throws VaultException when a page breaks the format or cannot be had
  public @Nullable TreeEntry next() {
    return next((first, why) -> {
      throw why;
    });
  }

  /// Is told of pages that cannot be had.
  @FunctionalInterface
  interface Losses {
    void lost(TreePath first, VaultException why);
  }

  @Nullable TreeEntry next(Losses losses) {
    while (true) {
      LeafCursor here = leaf;
      TreeEntry entry = here == null ? null : here.next();
      if (here != null && entry != null) {
        String problem = order.problem(entry);
        if (problem != null) {
          throw here.corrupt(problem);
        }
        seen++;
        return entry;
      }
      switch (leaves.next()) {
        case null -> {
          end();
          return null;
        }
        case LeafSequence.Step.Leaf(LeafCursor cursor) -> leaf = cursor;
        case LeafSequence.Step.Lost(TreePath first, VaultException why) -> {
          leaf = null;
          gaps = true;
          order.gap();
          losses.lost(first, why);
        }
      }
    }
  }

  private void end() {
    if (!gaps && seen != stats.entries()) {
      throw new VaultException.Corrupt(
          "a tree has " + seen + " entries, its root says " + stats.entries());
    }
  }
}
