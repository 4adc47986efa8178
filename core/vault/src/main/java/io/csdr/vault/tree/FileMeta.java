package io.csdr.vault.tree;

import java.util.List;

/// The attributes that every kind of entry has. `mode` is the permission bits with set-user-id, set-group-id
/// and sticky, without the type; `uid` and `gid` are unsigned; `xattrs` ascend by name.
public record FileMeta(int mode, int uid, int gid, Stamp mtime, Origin origin, List<Xattr> xattrs) {
  /// All bits that a mode may have.
  public static final int MODE_BITS = 07777;

  /// Of the directories of trees that were made in memory.
  public static final FileMeta PLAIN_DIRECTORY =
      new FileMeta(0755, 0, 0, Stamp.EPOCH, Origin.NONE, List.of());

  /// Of the files of trees that were made in memory.
  public static final FileMeta PLAIN_FILE =
      new FileMeta(0644, 0, 0, Stamp.EPOCH, Origin.NONE, List.of());

  public FileMeta {
    if ((mode & ~MODE_BITS) != 0) {
      throw new IllegalArgumentException("not a mode: 0" + Integer.toOctalString(mode));
    }
    xattrs = List.copyOf(xattrs);
  }
}
