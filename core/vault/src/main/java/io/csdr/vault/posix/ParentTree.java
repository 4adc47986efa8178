package io.csdr.vault.posix;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.tree.FileContent;
import io.csdr.vault.tree.FileMeta;
import io.csdr.vault.tree.TreeEntry;
import io.csdr.vault.tree.TreePath;
import io.csdr.vault.tree.TreeReader;
import io.csdr.vault.tree.TreeSequence;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tree of the last save, walked beside the file system to find what did not change since; for one thread.
final class ParentTree {
  private final BlobReader reader;
  private final Notes skipped;
  private @Nullable TreeSequence entries;
  private @Nullable TreeEntry next;
  private @Nullable BlobId lastBundle;

  /// A parent that cannot be read is as good as none; `skipped` is told.
  ParentTree(BlobReader reader, BlobId root, Notes skipped) {
    this.reader = reader;
    this.skipped = skipped;
    try {
      entries = new TreeReader(reader, root).entries();
    } catch (VaultException | IllegalArgumentException e) {
      giveUp(e);
    }
    advance();
  }

  /// The parent's entry of this path if its file did not change since. Paths must be asked for in
  /// ascending order.
  Optional<TreeEntry> unchanged(TreePath path, FileStat stat) {
    while (next != null && next.path().compareTo(path) < 0) {
      advance();
    }
    TreeEntry entry = next;
    if (entry == null || !entry.path().equals(path)) {
      return Optional.empty();
    }
    boolean same =
        switch (entry) {
          case TreeEntry.RegularFile file ->
              stat.type() == FileStat.REGULAR
                  && file.size() == stat.size()
                  && same(file.meta(), stat)
                  && had(file);
          case TreeEntry.Directory directory ->
              stat.type() == FileStat.DIRECTORY && same(directory.meta(), stat);
          case TreeEntry.Symlink link -> stat.type() == FileStat.SYMLINK && same(link.meta(), stat);
          case TreeEntry.Hardlink link -> false;
          case TreeEntry.Device device -> false;
          case TreeEntry.Fifo fifo -> false;
        };
    return same ? Optional.of(entry) : Optional.empty();
  }

  private static boolean same(FileMeta meta, FileStat stat) {
    return meta.origin().inode() != 0
        && meta.origin().inode() == stat.inode()
        && meta.origin().ctime().equals(stat.ctime())
        && meta.mtime().equals(stat.mtime())
        && meta.mode() == stat.mode()
        && meta.uid() == stat.uid()
        && meta.gid() == stat.gid();
  }

  /// Whether the vault still knows the content: what was damaged or lost is read anew.
  private boolean had(TreeEntry.RegularFile file) {
    return switch (file.content()) {
      case FileContent.Nothing() -> true;
      case FileContent.Slice slice -> {
        if (!slice.bundle().equals(lastBundle) && reader.has(slice.bundle())) {
          lastBundle = slice.bundle();
        }
        yield slice.bundle().equals(lastBundle);
      }
      case FileContent.Extents inline ->
          inline.extents().stream().allMatch(extent -> reader.has(extent.id()));
      case FileContent.ExtentTable table -> complete(file);
    };
  }

  private boolean complete(TreeEntry.RegularFile file) {
    try {
      boolean[] complete = {true};
      TreeReader.extents(reader, file, extent -> complete[0] &= reader.has(extent.id()));
      return complete[0];
    } catch (VaultException e) {
      return false;
    }
  }

  private void advance() {
    TreeSequence source = entries;
    if (source == null) {
      next = null;
      return;
    }
    try {
      next = source.next();
    } catch (VaultException e) {
      giveUp(e);
    }
  }

  private void giveUp(RuntimeException why) {
    skipped.add(
        "the last backup", "cannot be compared with, all files are read: " + why.getMessage());
    entries = null;
    next = null;
  }
}
