package io.csdr.vault.posix;

import io.csdr.vault.tree.ByteString;
import io.csdr.vault.tree.TreePath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Opens directories and files of the target one name at a time, never through a link, and keeps some of
/// them open; for many threads.
final class TargetDirectories implements AutoCloseable {
  private static final int MAX_OPEN = 256;

  private final Planned root;
  private final SharedFd top;
  private final LinkedHashMap<Planned, SharedFd> open = new LinkedHashMap<>(64, 0.75f, true);

  /// `top` is closed with this.
  TargetDirectories(Planned root, Fd top) {
    this.root = root;
    this.top = new SharedFd(top);
  }

  /// The open directory; the caller releases it.
  SharedFd directory(Planned directory) throws PosixException {
    Deque<Planned> down = new ArrayDeque<>();
    SharedFd at = nearestOpen(directory, down);
    for (Planned next : down) {
      SharedFd parent = at;
      try {
        at = keep(next, new SharedFd(parent.fd().openDirectory(next.name())));
      } finally {
        parent.release();
      }
    }
    return at;
  }

  /// The nearest directory upwards that is open, and those from there down to the wanted one.
  private synchronized SharedFd nearestOpen(Planned wanted, Deque<Planned> down) {
    Planned at = wanted;
    while (at != root) {
      SharedFd fd = open.get(at);
      if (fd != null) {
        return fd.share();
      }
      down.addFirst(at);
      Planned above = at.directory();
      if (above == null) {
        throw new IllegalStateException("a directory outside of the target");
      }
      at = above;
    }
    return top.share();
  }

  /// Keeps a file or directory open for others; returns the one to use, which the caller releases.
  synchronized SharedFd keep(Planned what, SharedFd fd) {
    SharedFd before = open.putIfAbsent(what, fd);
    if (before != null) {
      fd.release();
      return before.share();
    }
    if (open.size() > MAX_OPEN) {
      Iterator<Map.Entry<Planned, SharedFd>> eldest = open.entrySet().iterator();
      SharedFd evicted = eldest.next().getValue();
      eldest.remove();
      evicted.release();
    }
    return fd.share();
  }

  /// The directory or file if it is kept open; the caller releases it.
  synchronized Optional<SharedFd> kept(Planned what) {
    SharedFd fd = open.get(what);
    return fd == null ? Optional.empty() : Optional.of(fd.share());
  }

  /// Does not keep it open any longer.
  synchronized void drop(Planned what) {
    SharedFd fd = open.remove(what);
    if (fd != null) {
      fd.release();
    }
  }

  /// Opens the directory of a path of the tree, however it came to be; the caller releases it.
  SharedFd directory(TreePath path) throws PosixException {
    Deque<ByteString> names = new ArrayDeque<>();
    for (TreePath at = path; !at.isRoot(); at = at.parent()) {
      names.addFirst(at.name());
    }
    SharedFd at = top.share();
    for (ByteString name : names) {
      SharedFd parent = at;
      try {
        at = new SharedFd(parent.fd().openDirectory(name.toBytes()));
      } finally {
        parent.release();
      }
    }
    return at;
  }

  /// The path of something planned, for people.
  static TreePath path(Planned what) {
    Deque<Planned> down = new ArrayDeque<>();
    Planned at = what;
    while (at != null && at.directory() != null) {
      down.addFirst(at);
      at = at.directory();
    }
    TreePath path = TreePath.ROOT;
    for (Planned next : down) {
      path = path.child(ByteString.of(next.name()));
    }
    return path;
  }

  @Override
  public synchronized void close() {
    open.values().forEach(SharedFd::release);
    open.clear();
    top.release();
  }
}
