package io.csdr.vault.posix;

import io.csdr.vault.VaultException;
import io.csdr.vault.tree.TreeEntry;
import io.csdr.vault.tree.TreePath;
import io.csdr.vault.tree.TreeReader;
import io.csdr.vault.tree.TreeVisitor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// A part of a tree as if it were a tree of its own: the directory at a path with everything in it, or
/// the one other entry there, under its own name.
final class Branch {
  private final TreeReader tree;
  private final TreePath from;

  /// Where entries outside of the branch that have names inside of it were put first.
  private final Map<TreePath, TreePath> adopted = new HashMap<>();

  Branch(TreeReader tree, TreePath from) {
    this.tree = tree;
    this.from = from;
  }

  /// Passes on all entries in order. A hard link to something outside becomes that thing itself, later
  /// ones become hard links to it.
  ///
  /// @throws VaultException when a page is lost or breaks the format
  void walk(TreeVisitor visitor) {
    tree.walk(from, entry -> visitor.entry(moved(entry)));
  }

  private TreeEntry moved(TreeEntry entry) {
    if (!(entry instanceof TreeEntry.Hardlink link)) {
      return at(path(entry), entry);
    }
    TreePath here = path(link);
    if (link.target().isUnder(from)) {
      return new TreeEntry.Hardlink(here, rest(link.target()));
    }
    TreePath first = adopted.putIfAbsent(link.target(), here);
    return first == null ? at(here, target(link)) : new TreeEntry.Hardlink(here, first);
  }

  private TreeEntry target(TreeEntry.Hardlink link) {
    TreeEntry target = tree.find(link.target()).orElse(null);
    if (target == null
        || target instanceof TreeEntry.Directory
        || target instanceof TreeEntry.Hardlink) {
      throw new VaultException.Corrupt(
          link.path() + " is said to be the same file as " + link.target() + ", which is none");
    }
    return target;
  }

  private TreePath path(TreeEntry entry) {
    if (!entry.path().equals(from)) {
      return rest(entry.path());
    }
    return entry instanceof TreeEntry.Directory
        ? TreePath.ROOT
        : TreePath.ROOT.child(entry.path().name());
  }

  private TreePath rest(TreePath path) {
    byte[] bytes = path.toBytes();
    int lead = from.isRoot() ? 0 : from.toBytes().length + 1;
    return TreePath.of(Arrays.copyOfRange(bytes, lead, bytes.length));
  }

  private static TreeEntry at(TreePath path, TreeEntry entry) {
    return switch (entry) {
      case TreeEntry.Directory it -> new TreeEntry.Directory(path, it.meta());
      case TreeEntry.RegularFile it ->
          new TreeEntry.RegularFile(path, it.meta(), it.size(), it.content());
      case TreeEntry.Symlink it -> new TreeEntry.Symlink(path, it.meta(), it.target());
      case TreeEntry.Hardlink it -> new TreeEntry.Hardlink(path, it.target());
      case TreeEntry.Device it ->
          new TreeEntry.Device(path, it.meta(), it.block(), it.major(), it.minor());
      case TreeEntry.Fifo it -> new TreeEntry.Fifo(path, it.meta());
    };
  }
}
