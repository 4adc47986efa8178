package io.csdr.vault.posix;

import static io.csdr.vault.posix.Libc.INT;
import static io.csdr.vault.posix.Libc.LONG;
import static io.csdr.vault.posix.Libc.POINTER;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Reads and writes the content of open files, holes included.
final class Content {
  private static final MethodHandle PREAD = Libc.function("pread", LONG, INT, POINTER, LONG, LONG);
  private static final MethodHandle PWRITE =
      Libc.function("pwrite", LONG, INT, POINTER, LONG, LONG);
  private static final MethodHandle LSEEK = Libc.function("lseek", LONG, INT, LONG, INT);
  private static final MethodHandle FTRUNCATE = Libc.function("ftruncate", INT, INT, LONG);
  private static final MethodHandle FALLOCATE =
      Libc.function("fallocate", INT, INT, INT, LONG, LONG);
  private static final MethodHandle SYNCFS = Libc.function("syncfs", INT, INT);
  private static final MethodHandle FSYNC = Libc.function("fsync", INT, INT);
  private static final int SEEK_END = 2;
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;
  private static final int KEEP_SIZE_PUNCH_HOLE = 3;

  private Content() {}

  /// Reads up to `length` bytes at `position`; fewer only at the end of the file.
  static int read(Fd file, long position, byte[] into, int offset, int length)
      throws PosixException {
    Scratch scratch = Scratch.current();
    int done = 0;
    while (done < length) {
      long part = Math.min(length - done, Scratch.IO_BYTES);
      long result;
      try {
        do {
          result =
              (long)
                  PREAD.invokeExact(
                      scratch.state, file.number(), scratch.io, part, position + done);
        } while (scratch.interrupted(result));
      } catch (Throwable e) {
        throw Libc.broken(e);
      }
      if (scratch.check(result, "read") == 0) {
        return done;
      }
      MemorySegment.copy(scratch.io, ValueLayout.JAVA_BYTE, 0, into, offset + done, (int) result);
      done += (int) result;
    }
    return done;
  }

  /// Writes all bytes at `position`.
  static void write(Fd file, long position, byte[] from, int offset, int length)
      throws PosixException {
    Scratch scratch = Scratch.current();
    int done = 0;
    while (done < length) {
      int part = Math.min(length - done, Scratch.IO_BYTES);
      MemorySegment.copy(from, offset + done, scratch.io, ValueLayout.JAVA_BYTE, 0, part);
      long result;
      try {
        do {
          result =
              (long)
                  PWRITE.invokeExact(
                      scratch.state, file.number(), scratch.io, (long) part, position + done);
        } while (scratch.interrupted(result));
      } catch (Throwable e) {
        throw Libc.broken(e);
      }
      done += (int) scratch.check(result, "write");
    }
  }

  /// Where the first data at or behind `position` begins, or -1 if there is none.
  static long nextData(Fd file, long position) throws PosixException {
    try {
      return seek(file, position, SEEK_DATA);
    } catch (PosixException e) {
      if (e.errno() == Errno.ENXIO) {
        return -1;
      }
      throw e;
    }
  }

  /// Where the first hole behind `position`, which is in data, begins; the end of the file counts.
  static long nextHole(Fd file, long position) throws PosixException {
    return seek(file, position, SEEK_HOLE);
  }

  /// The size of a file or block device.
  static long end(Fd file) throws PosixException {
    return seek(file, 0, SEEK_END);
  }

  private static long seek(Fd file, long position, int whence) throws PosixException {
    Scratch scratch = Scratch.current();
    long result;
    try {
      result = (long) LSEEK.invokeExact(scratch.state, file.number(), position, whence);
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    return scratch.check(result, "seek");
  }

  /// Makes the file this long; what is new is a hole.
  static void truncate(Fd file, long size) throws PosixException {
    Scratch scratch = Scratch.current();
    int result;
    try {
      do {
        result = (int) FTRUNCATE.invokeExact(scratch.state, file.number(), size);
      } while (scratch.interrupted(result));
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    scratch.check(result, "truncate");
  }

  /// Makes a hole of a range of the file.
  static void punch(Fd file, long position, long length) throws PosixException {
    Scratch scratch = Scratch.current();
    int result;
    try {
      do {
        result =
            (int)
                FALLOCATE.invokeExact(
                    scratch.state, file.number(), KEEP_SIZE_PUNCH_HOLE, position, length);
      } while (scratch.interrupted(result));
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    scratch.check(result, "punch a hole");
  }

  /// Makes everything on the file system of this file durable, or says what could not be written.
  static void syncAll(Fd file) throws PosixException {
    sync(SYNCFS, file);
  }

  /// Makes this file durable.
  static void sync(Fd file) throws PosixException {
    sync(FSYNC, file);
  }

  private static void sync(MethodHandle how, Fd file) throws PosixException {
    Scratch scratch = Scratch.current();
    int result;
    try {
      do {
        result = (int) how.invokeExact(scratch.state, file.number());
      } while (scratch.interrupted(result));
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    scratch.check(result, "write back");
  }
}
