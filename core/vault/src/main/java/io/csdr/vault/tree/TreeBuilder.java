package io.csdr.vault.tree;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.chunk.Chunker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Makes a tree from files that are in memory; for one thread.
///
/// Equal files in equal paths give a tree of the same id, whenever and wherever it is made: such trees know no
/// owners and no times.
public final class TreeBuilder {
  private static final int MAX_PENDING = 4096;

  private final BlobWriter writer;
  private final Chunker chunker;
  private final TreeWriter tree;
  private final Boundary boundary;
  private final EntryOrder order = new EntryOrder();
  private final BundleBuffer bundle = new BundleBuffer();
  private final List<Pending> pending = new ArrayList<>();
  private TreePath directory = TreePath.ROOT;

  public TreeBuilder(BlobWriter writer) {
    this.writer = writer;
    this.chunker = new Chunker(writer.chunkerKey());
    this.tree = new TreeWriter(writer);
    this.boundary = new Boundary(writer.chunkerKey());
    append(new Pending.Ready(new TreeEntry.Directory(TreePath.ROOT, FileMeta.PLAIN_DIRECTORY)));
  }

  /// What was added and cannot be written before the open bundle is.
  private sealed interface Pending {
    TreeEntry entry();

    record Ready(TreeEntry entry) implements Pending {}

    record InBundle(TreePath path, int size, int offset) implements Pending {
      @Override
      public TreeEntry entry() {
        return file(path, size, new FileContent.Nothing());
      }
    }
  }

  /// Adds a file; its directories come into being with it.
  ///
  /// @throws IllegalArgumentException when the path is not valid, or not after the one before in the order of
  ///     [TreePath], which is not that of [String], or lies in a file
  public void add(String path, byte[] bytes) {
    add(TreePath.of(path), bytes);
  }

  /// Adds a file, as [#add(String, byte[])].
  public void add(TreePath path, byte[] bytes) {
    if (path.isRoot()) {
      throw new IllegalArgumentException("a file needs a name");
    }
    enter(path.parent());
    if (bytes.length == 0) {
      append(new Pending.Ready(file(path, 0, new FileContent.Nothing())));
    } else if (bytes.length > FileContent.MAX_SLICE) {
      append(new Pending.Ready(file(path, bytes.length, chunks(bytes))));
    } else {
      if (boundary.endsBundle(bundle.filled(), path, bytes.length)) {
        settle();
      }
      System.arraycopy(bytes, 0, bundle.array(), bundle.filled(), bytes.length);
      append(new Pending.InBundle(path, bytes.length, bundle.advance(bytes.length)));
    }
    if (pending.size() == MAX_PENDING) {
      settle();
    }
  }

  /// Writes the tree; nothing may be added afterwards, and nothing is durable before
  /// [BlobWriter#flush()].
  public TreeRoot finish() {
    settle();
    return tree.finish();
  }

  /// Adds the directories down to this one that are not there yet.
  private void enter(TreePath parent) {
    Deque<TreePath> missing = new ArrayDeque<>();
    TreePath at = parent;
    while (!directory.equals(at) && !directory.isUnder(at)) {
      missing.addFirst(at);
      at = at.parent();
    }
    for (TreePath path : missing) {
      append(new Pending.Ready(new TreeEntry.Directory(path, FileMeta.PLAIN_DIRECTORY)));
    }
    directory = parent;
  }

  private void append(Pending next) {
    String problem = order.problem(next.entry());
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
    pending.add(next);
  }

  private FileContent chunks(byte[] bytes) {
    ExtentWriter extents = new ExtentWriter(writer);
    int at = 0;
    while (at < bytes.length) {
      int length = chunker.cut(bytes, at, bytes.length - at);
      extents.add(new Extent(0, length, writer.put(BlobType.DATA, bytes, at, length)));
      at += length;
    }
    return extents.finish();
  }

  /// Ends the open bundle and writes what waits for it.
  private void settle() {
    Optional<BlobId> id = bundle.filled() == 0 ? Optional.empty() : Optional.of(bundle.put(writer));
    for (Pending next : pending) {
      tree.add(
          switch (next) {
            case Pending.Ready(TreeEntry entry) -> entry;
            case Pending.InBundle(TreePath path, int size, int offset) ->
                file(path, size, new FileContent.Slice(id.orElseThrow(), offset));
          });
    }
    pending.clear();
  }

  private static TreeEntry file(TreePath path, int size, FileContent content) {
    return new TreeEntry.RegularFile(path, FileMeta.PLAIN_FILE, size, content);
  }
}
