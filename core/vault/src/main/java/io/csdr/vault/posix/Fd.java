package io.csdr.vault.posix;

import static io.csdr.vault.posix.Libc.INT;
import static io.csdr.vault.posix.Libc.POINTER;

import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/// An open file descriptor.
///
/// Nothing here follows a symbolic link in the last name, and names given to [#open] have only one.
final class Fd implements AutoCloseable {
  private static final MethodHandle OPENAT =
      Libc.variadic("openat", 3, INT, INT, POINTER, INT, INT);
  private static final MethodHandle CLOSE = Libc.function("close", INT, INT);
  private static final int AT_FDCWD = -100;

  private final int number;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Fd(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /// Opens a directory that the user named; links on the way to it count.
  static Fd directory(Path path) throws PosixException {
    return new Fd(
        openAt(AT_FDCWD, bytes(path), OpenFlags.READ | OpenFlags.DIRECTORY | OpenFlags.CLOEXEC, 0));
  }

  /// Opens a file or device that the user named; links count.
  static Fd file(Path path, int flags) throws PosixException {
    return new Fd(openAt(AT_FDCWD, bytes(path), flags | OpenFlags.CLOEXEC, 0600));
  }

  private static byte[] bytes(Path path) {
    return path.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Opens `name` in this directory, without following it if it is a link.
  Fd open(byte[] name, int flags) throws PosixException {
    return new Fd(openAt(number, name, flags | OpenFlags.NOFOLLOW | OpenFlags.CLOEXEC, 0));
  }

  /// Opens the directory `name` in this directory for reading.
  Fd openDirectory(byte[] name) throws PosixException {
    return openQuietly(name, OpenFlags.READ | OpenFlags.DIRECTORY);
  }

  /// Opens the regular file `name` in this directory for reading; a pipe in its place does not block.
  Fd openFile(byte[] name) throws PosixException {
    return openQuietly(name, OpenFlags.READ | OpenFlags.NONBLOCK);
  }

  /// Opens `name`, whatever it is, only to ask for its attributes.
  Fd openPath(byte[] name) throws PosixException {
    return open(name, OpenFlags.PATH);
  }

  /// Makes a new file in this directory, only for us, and opens it for writing.
  Fd create(byte[] name) throws PosixException {
    int flags =
        OpenFlags.WRITE
            | OpenFlags.CREATE
            | OpenFlags.EXCLUSIVE
            | OpenFlags.NOFOLLOW
            | OpenFlags.CLOEXEC;
    return new Fd(openAt(number, name, flags, 0600));
  }

  /// Leaves the time of access as it is where the kernel lets us.
  private Fd openQuietly(byte[] name, int flags) throws PosixException {
    try {
      return open(name, flags | OpenFlags.NOATIME);
    } catch (PosixException e) {
      if (e.errno() != Errno.EPERM) {
        throw e;
      }
      return open(name, flags);
    }
  }

  private static int openAt(int directory, byte[] name, int flags, int mode) throws PosixException {
    Scratch scratch = Scratch.current();
    int result;
    try {
      do {
        result =
            (int) OPENAT.invokeExact(scratch.state, directory, scratch.name(name), flags, mode);
      } while (scratch.interrupted(result));
    } catch (PosixException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    return scratch.check(result, "open");
  }

  /// Closes it; a second close does nothing.
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        int _ = (int) CLOSE.invokeExact(Scratch.current().state, number);
      } catch (Throwable e) {
        throw Libc.broken(e);
      }
    }
  }
}
