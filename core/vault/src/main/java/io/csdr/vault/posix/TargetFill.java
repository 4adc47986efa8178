package io.csdr.vault.posix;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.tree.FileContent;
import io.csdr.vault.tree.FileMeta;
import io.csdr.vault.tree.TreeEntry;
import io.csdr.vault.tree.TreePath;
import io.csdr.vault.tree.TreeReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One fill under way: takes the entries in order, makes what needs no content at once, collects the rest into windows.
final class TargetFill implements AutoCloseable {
  private static final int MOST_LINKS = 100_000;

  private final BlobReader reader;
  private final Fd top;
  private final boolean privileged;
  private final FillNotes notes;
  private final AttributeWriter attributes;
  private final ProgressMeter meter;
  private final TargetDirectories target;
  private final FileFill files;
  private final Deque<OpenDirectory> path = new ArrayDeque<>();
  private final List<Planned> directories = new ArrayList<>();
  private final List<TreeEntry.Hardlink> links = new ArrayList<>();
  private FillWindow window = new FillWindow();
  private @Nullable FileMeta rootMeta;

  private record OpenDirectory(TreePath path, Planned planned) {}

  /// `top` is closed with this.
  TargetFill(BlobReader reader, Fd top, boolean privileged, FillNotes notes, ProgressMeter meter) {
    this.reader = reader;
    this.top = top;
    this.privileged = privileged;
    this.notes = notes;
    this.meter = meter;
    this.attributes = new AttributeWriter(reader, privileged, notes.skipped(), notes.problems());
    Planned root = new Planned(null, new byte[0], FileTreeFiller.unknownDirectory(), 0);
    this.target = new TargetDirectories(root, top);
    this.files = new FileFill(target, attributes, notes, meter);
    path.addLast(new OpenDirectory(TreePath.ROOT, root));
    attributes.attempt(
        () -> TreePath.ROOT, () -> Xattrs.remove(top, AttributeWriter.inheritedAcl()));
  }

  /// The next entry of the tree.
  void entry(TreeEntry entry) {
    switch (entry) {
      case TreeEntry.Directory directory -> directory(directory);
      case TreeEntry.RegularFile file -> file(file);
      case TreeEntry.Hardlink link -> links.add(link);
      case TreeEntry.Symlink link ->
          make(
              link.path(),
              link.meta(),
              true,
              (in, name) -> Nodes.symlink(in, name, link.target().toBytes()));
      case TreeEntry.Fifo fifo ->
          make(
              fifo.path(),
              fifo.meta(),
              false,
              (in, name) -> Nodes.node(in, name, FileStat.FIFO, 0, 0));
      case TreeEntry.Device device -> device(device);
    }
    if (window.full() || links.size() >= MOST_LINKS) {
      flush();
    }
  }

  /// Brings what is missing, gives directories their attributes and makes all of it durable.
  void finish() throws PosixException {
    flush();
    for (Planned directory : directories.reversed()) {
      try {
        SharedFd fd = target.directory(directory);
        try {
          finish(fd.fd(), directory.meta(), () -> TargetDirectories.path(directory));
        } finally {
          fd.release();
          target.drop(directory);
        }
      } catch (PosixException e) {
        tell(TargetDirectories.path(directory), e);
      }
    }
    FileMeta meta = rootMeta;
    if (meta != null) {
      finish(top, meta, () -> TreePath.ROOT);
      meter.count(1, 0);
    }
    Content.syncAll(top);
  }

  private void finish(Fd fd, FileMeta meta, Supplier<TreePath> where) {
    attributes.apply(fd, false, false, meta, where);
    attributes.attempt(where, () -> Attributes.modified(fd, meta.mtime()));
  }

  private void directory(TreeEntry.Directory entry) {
    if (entry.path().isRoot()) {
      rootMeta = entry.meta();
    } else {
      makeDirectory(parent(entry.path()), entry.path(), entry.meta());
    }
  }

  private Planned makeDirectory(Planned parent, TreePath at, FileMeta meta) {
    byte[] name = at.name().toBytes();
    Planned directory = new Planned(parent, name, meta, 0);
    path.addLast(new OpenDirectory(at, directory));
    try {
      SharedFd in = target.directory(parent);
      try {
        Nodes.directory(in.fd(), name);
      } finally {
        in.release();
      }
    } catch (PosixException e) {
      if (e.errno() != Errno.EEXIST || !FileTreeFiller.isLostAndFound(at)) {
        tell(at, e);
        return directory;
      }
    }
    directories.add(directory);
    meter.count(1, 0);
    return directory;
  }

  /// The directory that holds the path, made without attributes if the tree lost it.
  private Planned parent(TreePath of) {
    while (!of.isUnder(path.getLast().path())) {
      path.removeLast();
    }
    OpenDirectory nearest = path.getLast();
    TreePath above = of.parent();
    if (above.equals(nearest.path())) {
      return nearest.planned();
    }
    return makeDirectory(parent(above), above, FileTreeFiller.unknownDirectory());
  }

  private void file(TreeEntry.RegularFile entry) {
    boolean slice = entry.content() instanceof FileContent.Slice;
    Planned file =
        new Planned(
            parent(entry.path()),
            entry.path().name().toBytes(),
            entry.meta(),
            slice ? 0 : entry.size());
    file.expect();
    if (entry.content() instanceof FileContent.Slice(BlobId bundle, int offset)) {
      window.slice(file, bundle, offset, (int) entry.size());
    } else {
      chunks(entry, file);
    }
    if (file.settle()) {
      files.complete(file);
    }
  }

  private void chunks(TreeEntry.RegularFile entry, Planned file) {
    long[] position = {0};
    try {
      TreeReader.extents(
          reader,
          entry,
          extent -> {
            position[0] += extent.gap();
            window.chunk(file, extent.id(), position[0], extent.length());
            position[0] += extent.length();
            if (window.full()) {
              flush();
            }
          });
    } catch (VaultException e) {
      file.setDamage(String.valueOf(e.getMessage()));
    }
  }

  private void device(TreeEntry.Device device) {
    if (!privileged) {
      notes.skipped().add(device.path(), "a device node, which is not restored without root");
      return;
    }
    int type = device.block() ? FileStat.BLOCK_DEVICE : FileStat.CHARACTER_DEVICE;
    make(
        device.path(),
        device.meta(),
        false,
        (in, name) -> Nodes.node(in, name, type, device.major(), device.minor()));
  }

  /// Makes a name in an open directory.
  @FunctionalInterface
  private interface Making {
    void make(Fd in, byte[] name) throws PosixException;
  }

  private void make(TreePath at, FileMeta meta, boolean link, Making making) {
    byte[] name = at.name().toBytes();
    try {
      SharedFd in = target.directory(parent(at));
      try {
        making.make(in.fd(), name);
        try (Fd fd = in.fd().openPath(name)) {
          attributes.apply(fd, true, link, meta, () -> at);
        }
        Attributes.modified(in.fd(), name, meta.mtime());
      } finally {
        in.release();
      }
      meter.count(1, 0);
    } catch (PosixException e) {
      tell(at, e);
    }
  }

  /// Fetches the content of the files so far and makes the hard links so far.
  private void flush() {
    FillWindow full = window;
    window = new FillWindow();
    full.fetch(reader, files);
    List<TreeEntry.Hardlink> made = List.copyOf(links);
    links.clear();
    made.forEach(this::hardlink);
  }

  private void hardlink(TreeEntry.Hardlink link) {
    try {
      SharedFd from = target.directory(link.target().parent());
      try {
        SharedFd in = target.directory(link.path().parent());
        try {
          Nodes.hardlink(
              from.fd(), link.target().name().toBytes(), in.fd(), link.path().name().toBytes());
        } finally {
          in.release();
        }
      } finally {
        from.release();
      }
      meter.count(1, 0);
    } catch (PosixException e) {
      if (e.errno() == Errno.ENOENT) {
        notes
            .damaged()
            .add(link.path(), "the same file as " + link.target() + ", which is not there");
      } else {
        tell(link.path(), e);
      }
    }
  }

  /// A failure is a problem of one entry, or the end of the fill.
  private void tell(TreePath at, PosixException e) {
    FileFill.tell(notes.problems(), at, e);
  }

  @Override
  public void close() {
    target.close();
  }
}
