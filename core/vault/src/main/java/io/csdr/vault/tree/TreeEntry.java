package io.csdr.vault.tree;

/// One entry of a tree of files.
public sealed interface TreeEntry {
  TreePath path();

  /// A directory; what is in it are the entries that follow.
  record Directory(TreePath path, FileMeta meta) implements TreeEntry {}

  /// A regular file of `size` bytes.
  record RegularFile(TreePath path, FileMeta meta, long size, FileContent content)
      implements TreeEntry {}

  /// A symbolic link; its target is any bytes and says nothing about the tree.
  record Symlink(TreePath path, FileMeta meta, ByteString target) implements TreeEntry {
    /// The longest target in bytes.
    public static final int MAX_TARGET = 8192;
  }

  /// Another name of the entry `target`, which came before and is neither directory nor hard link.
  record Hardlink(TreePath path, TreePath target) implements TreeEntry {}

  /// A character or block device node; the numbers are unsigned.
  record Device(TreePath path, FileMeta meta, boolean block, int major, int minor)
      implements TreeEntry {}

  /// A named pipe.
  record Fifo(TreePath path, FileMeta meta) implements TreeEntry {}
}
