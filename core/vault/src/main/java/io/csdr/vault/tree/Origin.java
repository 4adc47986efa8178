package io.csdr.vault.tree;

/// What tells whether a file of the source changed since: its inode (not 0) and the time of its last
/// status change. Never restored.
public record Origin(long inode, Stamp ctime) {
  /// Of entries that no file system ever held.
  public static final Origin NONE = new Origin(0, Stamp.EPOCH);
}
