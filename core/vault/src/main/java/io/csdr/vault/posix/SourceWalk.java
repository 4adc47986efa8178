package io.csdr.vault.posix;

import io.csdr.vault.tree.ByteString;
import io.csdr.vault.tree.FileContent;
import io.csdr.vault.tree.FileMeta;
import io.csdr.vault.tree.TreeEntry;
import io.csdr.vault.tree.TreePath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Walks a file system in the order of a tree and says what there is; for one thread.
final class SourceWalk {
  private final SaveQueue queue;
  private final MetaReader metas;
  private final Optional<ParentTree> parent;
  private final SaveNotes notes;
  private final LinkTable links = new LinkTable();
  private final Deque<Frame> open = new ArrayDeque<>();
  private long unchanged;

  SourceWalk(SaveQueue queue, MetaReader metas, Optional<ParentTree> parent, SaveNotes notes) {
    this.queue = queue;
    this.metas = metas;
    this.parent = parent;
    this.notes = notes;
  }

  /// A directory whose names are being walked.
  private static final class Frame {
    private final SharedFd directory;
    private final TreePath path;
    private final NameList names;
    private int position;

    Frame(SharedFd directory, TreePath path, NameList names) {
      this.directory = directory;
      this.path = path;
      this.names = names;
    }
  }

  /// How many regular files were taken over from the parent.
  long unchanged() {
    return unchanged;
  }

  /// Walks everything below the open directory.
  void run(Fd top) throws PosixException {
    FileStat root = FileStat.of(top);
    try {
      Fd own = top.openDirectory(new byte[] {'.'});
      enter(TreePath.ROOT, root, own);
      while (!open.isEmpty()) {
        Frame frame = open.getLast();
        if (frame.position == frame.names.size()) {
          open.removeLast();
          frame.directory.release();
        } else {
          visit(frame, frame.names.get(frame.position++), root);
        }
      }
    } finally {
      open.forEach(frame -> frame.directory.release());
      open.clear();
    }
  }

  private void visit(Frame frame, byte[] name, FileStat root) {
    TreePath path;
    try {
      path = frame.path.child(ByteString.of(name));
    } catch (IllegalArgumentException e) {
      notes.problems().add(frame.path, "something in it lies too deep: " + e.getMessage());
      return;
    }
    try {
      FileStat stat = FileStat.at(frame.directory.fd(), name);
      if (elsewhere(stat, root)) {
        mounted(path, stat);
      } else {
        entry(frame, path, name, stat);
      }
    } catch (PosixException e) {
      if (e.errno() == Errno.ENOENT || e.errno() == Errno.ESTALE) {
        notes.skipped().add(path, "went away while the volume was read");
      } else {
        notes.problems().add(path, e.reason());
      }
    }
  }

  private static boolean elsewhere(FileStat stat, FileStat root) {
    boolean known = stat.mount() != -1 && root.mount() != -1;
    return known ? stat.mount() != root.mount() : stat.device() != root.device();
  }

  private void mounted(TreePath path, FileStat stat) {
    notes.skipped().add(path, "another file system is mounted here");
    if (stat.type() == FileStat.DIRECTORY) {
      ready(path, stat, new TreeEntry.Directory(path, metas.meta(stat, List.of())));
    }
  }

  private void entry(Frame frame, TreePath path, byte[] name, FileStat stat) throws PosixException {
    LinkTable.First first = links.first(path, stat);
    if (first != null && !first.path().equals(path)) {
      Slot slot = new Slot(path, stat, first);
      slot.fill(new TreeEntry.Hardlink(path, first.path()));
      queue.ready(slot);
      return;
    }
    Slot slot = new Slot(path, stat, first);
    Fd in = frame.directory.fd();
    switch (stat.type()) {
      case FileStat.DIRECTORY -> enter(path, stat, in.openDirectory(name));
      case FileStat.REGULAR -> file(frame, slot, name);
      case FileStat.SYMLINK -> symlink(in, slot, name);
      case FileStat.FIFO -> complete(slot, new TreeEntry.Fifo(path, special(in, name, stat)));
      case FileStat.BLOCK_DEVICE, FileStat.CHARACTER_DEVICE ->
          complete(
              slot,
              new TreeEntry.Device(
                  path,
                  special(in, name, stat),
                  stat.type() == FileStat.BLOCK_DEVICE,
                  stat.major(),
                  stat.minor()));
      case FileStat.SOCKET ->
          notes.skipped().add(path, "a socket, which only its program can make");
      default -> notes.problems().add(path, "a file of unknown type");
    }
  }

  private void enter(TreePath path, FileStat stat, Fd fd) throws PosixException {
    SharedFd directory = new SharedFd(fd);
    try {
      Optional<TreeEntry> same = unchanged(path, stat);
      FileMeta meta =
          same.isPresent() && same.get() instanceof TreeEntry.Directory before
              ? before.meta()
              : metas.meta(stat, fd, false);
      NameList names = NameList.read(fd);
      ready(path, stat, new TreeEntry.Directory(path, meta));
      open.addLast(new Frame(directory.share(), path, names));
    } finally {
      directory.release();
    }
  }

  private Optional<TreeEntry> unchanged(TreePath path, FileStat stat) {
    return parent.flatMap(tree -> tree.unchanged(path, stat));
  }

  private void file(Frame frame, Slot slot, byte[] name) {
    Optional<TreeEntry> same = unchanged(slot.path(), slot.stat());
    if (same.isPresent()) {
      unchanged++;
      complete(slot, same.get());
      return;
    }
    ReadTask.OneFile file =
        new ReadTask.OneFile(slot, frame.directory.share(), ByteString.of(name));
    if (slot.stat().size() <= FileContent.MAX_SLICE) {
      queue.small(file);
    } else {
      queue.large(file);
    }
  }

  private void symlink(Fd in, Slot slot, byte[] name) throws PosixException {
    Optional<TreeEntry> same = unchanged(slot.path(), slot.stat());
    if (same.isPresent()) {
      complete(slot, same.get());
      return;
    }
    byte[] target = Nodes.readLink(in, name);
    FileMeta meta = special(in, name, slot.stat());
    complete(slot, new TreeEntry.Symlink(slot.path(), meta, ByteString.of(target)));
  }

  private FileMeta special(Fd in, byte[] name, FileStat stat) throws PosixException {
    try (Fd fd = in.openPath(name)) {
      return metas.meta(stat, fd, true);
    }
  }

  private void ready(TreePath path, FileStat stat, TreeEntry entry) {
    complete(new Slot(path, stat, null), entry);
  }

  private void complete(Slot slot, TreeEntry entry) {
    slot.fill(entry);
    queue.ready(slot);
  }
}
