package io.csdr.vault.posix;

import io.csdr.vault.tree.FileMeta;
import io.csdr.vault.tree.Origin;
import org.jspecify.annotations.Nullable;

/// A directory or file that is being restored: where it is, what it gets, and how much is missing.
///
/// There may be a million of these, hence no path.
final class Planned {
  private final @Nullable Planned directory;
  private final byte[] name;
  private final FileMeta meta;
  private final long size;
  private int missing;
  private boolean created;
  private @Nullable String damage;
  private boolean abandoned;

  /// `size` is what the file is made before its content comes, 0 if the content makes it; `directory` is null only for the tree's own directory.
  Planned(@Nullable Planned directory, byte[] name, FileMeta meta, long size) {
    this.directory = directory;
    this.name = name;
    this.meta =
        new FileMeta(meta.mode(), meta.uid(), meta.gid(), meta.mtime(), Origin.NONE, meta.xattrs());
    this.size = size;
  }

  @Nullable Planned directory() {
    return directory;
  }

  /// The directory of something that is not the tree itself.
  Planned in() {
    if (directory == null) {
      throw new IllegalStateException("the tree's own directory is in no other");
    }
    return directory;
  }

  byte[] name() {
    return name;
  }

  FileMeta meta() {
    return meta;
  }

  long size() {
    return size;
  }

  /// One more piece of content will come.
  void expect() {
    missing++;
  }

  /// A piece came or is lost; returns whether it was the last one.
  synchronized boolean settle() {
    missing--;
    return missing == 0;
  }

  boolean created() {
    return created;
  }

  void setCreated() {
    created = true;
  }

  /// Why the content is not whole, or null.
  synchronized @Nullable String damage() {
    return damage;
  }

  /// Whether the file system refused the file, which was told.
  synchronized boolean abandoned() {
    return abandoned;
  }

  synchronized void abandon() {
    abandoned = true;
  }

  synchronized void setDamage(String why) {
    if (damage == null) {
      damage = why;
    }
  }
}
