package io.csdr.vault.posix;

import io.csdr.vault.tree.TreePath;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Creates the regular files of a fill, writes what is brought and completes them; for many threads.
final class FileFill implements FillWindow.Sink {
  private final TargetDirectories target;
  private final AttributeWriter attributes;
  private final FillNotes notes;
  private final ProgressMeter meter;

  FileFill(
      TargetDirectories target, AttributeWriter attributes, FillNotes notes, ProgressMeter meter) {
    this.target = target;
    this.attributes = attributes;
    this.notes = notes;
    this.meter = meter;
  }

  @Override
  public void piece(Planned file, long position, byte[] bytes, int offset, int length) {
    try {
      SharedFd fd = open(file);
      try {
        Content.write(fd.fd(), position, bytes, offset, length);
      } finally {
        fd.release();
      }
      meter.count(0, length);
    } catch (PosixException e) {
      abandon(file, e);
    }
  }

  @Override
  public void complete(Planned file) {
    try {
      String damage = file.damage();
      if (damage != null || file.abandoned()) {
        remove(file);
        if (damage != null) {
          notes.damaged().add(TargetDirectories.path(file), damage);
        }
        return;
      }
      SharedFd fd = open(file);
      try {
        attributes.apply(fd.fd(), false, false, file.meta(), () -> TargetDirectories.path(file));
        Attributes.modified(fd.fd(), file.meta().mtime());
      } finally {
        fd.release();
        target.drop(file);
      }
      meter.count(1, 0);
    } catch (PosixException e) {
      tell(notes.problems(), TargetDirectories.path(file), e);
    }
  }

  private void remove(Planned file) throws PosixException {
    target.drop(file);
    if (file.created()) {
      SharedFd in = target.directory(file.in());
      try {
        Nodes.remove(in.fd(), file.name());
      } finally {
        in.release();
      }
    }
  }

  /// The open file, made if it is not there yet; the caller releases it.
  private SharedFd open(Planned file) throws PosixException {
    synchronized (file) {
      Optional<SharedFd> kept = target.kept(file);
      if (kept.isPresent()) {
        return kept.get();
      }
      SharedFd in = target.directory(file.in());
      try {
        return target.keep(file, new SharedFd(open(in.fd(), file)));
      } finally {
        in.release();
      }
    }
  }

  private static Fd open(Fd in, Planned file) throws PosixException {
    if (file.created()) {
      return in.open(file.name(), OpenFlags.WRITE);
    }
    Fd fd = in.create(file.name());
    file.setCreated();
    if (file.size() > 0) {
      try {
        Content.truncate(fd, file.size());
      } catch (PosixException e) {
        fd.close();
        throw e;
      }
    }
    return fd;
  }

  private void abandon(Planned file, PosixException e) {
    tell(notes.problems(), TargetDirectories.path(file), e);
    file.abandon();
  }

  /// Notes a failure of one entry; one of the whole file system ends the fill.
  static void tell(Notes problems, TreePath at, PosixException e) {
    if (e.fatal()) {
      throw new UncheckedIOException(at + ": " + e.reason(), e);
    }
    problems.add(at, e.reason());
  }
}
