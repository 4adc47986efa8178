package io.csdr.vault.posix;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.tree.FileMeta;
import io.csdr.vault.tree.Origin;
import io.csdr.vault.tree.Stamp;
import io.csdr.vault.tree.TreeEntry;
import io.csdr.vault.tree.TreePath;
import io.csdr.vault.tree.TreeReader;
import io.csdr.vault.tree.TreeStats;
import io.csdr.vault.tree.TreeVisitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Restores a tree of files into an empty directory.
///
/// Whatever the tree says, nothing outside of the directory is touched: every name is used relative to the open
/// directory that holds it and no link is ever followed. Content comes in the order of the vault's packs and is
/// written by the threads that bring it. Memory is bounded however large the tree is, but for its directories.
public final class FileTreeFiller {
  private static final byte[] LOST_AND_FOUND = "lost+found".getBytes(StandardCharsets.US_ASCII);

  private final BlobReader reader;
  private final FillSettings settings;

  public FileTreeFiller(BlobReader reader, FillSettings settings) {
    this.reader = reader;
    this.settings = settings;
  }

  /// Restores the tree into the directory, which must hold nothing but perhaps `lost+found`.
  ///
  /// @throws IOException when the directory is not empty or cannot be written: no room, a failing disk
  /// @throws io.csdr.vault.VaultException when the tree itself breaks the format
  /// @throws java.util.concurrent.CancellationException when the work was cancelled
  public FillResult fill(BlobId root, Path directory) throws IOException {
    return fill(root, TreePath.ROOT, directory);
  }

  /// Restores a part of the tree: what is in the directory `from`, or the one other entry of that path
  /// under its own name. A path that the tree lacks restores nothing.
  ///
  /// @throws IOException as [#fill(BlobId, Path)]
  public FillResult fill(BlobId root, TreePath from, Path directory) throws IOException {
    TreeReader tree = new TreeReader(reader, root);
    try (Fd top = Fd.directory(directory)) {
      return restore(tree, from, top, directory);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private FillResult restore(TreeReader tree, TreePath from, Fd top, Path directory)
      throws IOException {
    requireEmpty(top, directory);
    TreeStats stats = tree.root().stats();
    ProgressMeter meter =
        new ProgressMeter(
            settings.volume().progress(),
            settings.volume().cancelled(),
            from.isRoot() ? stats.entries() : 0,
            from.isRoot() ? stats.bytes() : 0);
    FillNotes notes = new FillNotes(new Notes(), new Notes(), new Notes());
    try (TargetFill fill =
        new TargetFill(
            reader, top.openDirectory(new byte[] {'.'}), settings.privileged(), notes, meter)) {
      TreeVisitor visitor = visitor(fill, notes);
      if (from.isRoot()) {
        tree.walk(visitor);
      } else {
        new Branch(tree, from).walk(visitor);
      }
      fill.finish();
      meter.tell();
      return result(meter, notes);
    }
  }

  private static TreeVisitor visitor(TargetFill fill, FillNotes notes) {
    return new TreeVisitor() {
      @Override
      public void entry(TreeEntry entry) {
        fill.entry(entry);
      }

      @Override
      public void lost(TreePath first, VaultException why) {
        notes
            .damaged()
            .add(first, "this and the entries after it are unknown: " + why.getMessage());
      }
    };
  }

  private FillResult result(ProgressMeter meter, FillNotes notes) {
    boolean failed = notes.damaged().count() > 0 && !settings.allowDamage();
    return new FillResult(
        meter.entries(),
        meter.bytes(),
        notes.skipped().told(),
        notes.problems().told(),
        notes.damaged().told(),
        failed ? "the vault lost the content of " + notes.damaged().count() + " files" : null);
  }

  private static void requireEmpty(Fd top, Path directory) throws IOException {
    NameList names = NameList.read(top);
    for (int i = 0; i < names.size(); i++) {
      if (!Arrays.equals(names.get(i), LOST_AND_FOUND)) {
        throw new IOException(
            directory + " is not empty, a tree can only be restored into an empty directory");
      }
    }
  }

  /// Whether the tree's entry is what a new file system has by itself.
  static boolean isLostAndFound(TreePath path) {
    return Arrays.equals(path.toBytes(), LOST_AND_FOUND);
  }

  /// The attributes of a directory that the tree lacks because a page was lost.
  static FileMeta unknownDirectory() {
    return new FileMeta(0700, 0, 0, Stamp.EPOCH, Origin.NONE, List.of());
  }
}
