package io.csdr.vault.posix;

import static io.csdr.vault.posix.Libc.INT;
import static io.csdr.vault.posix.Libc.POINTER;

import io.csdr.vault.tree.Stamp;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/// Sets owner, mode and time of modification, never through a link.
final class Attributes {
  private static final MethodHandle FCHOWNAT =
      Libc.function("fchownat", INT, INT, POINTER, INT, INT, INT);
  private static final MethodHandle FCHMOD = Libc.function("fchmod", INT, INT, INT);
  private static final MethodHandle CHMOD = Libc.function("chmod", INT, POINTER, INT);
  private static final MethodHandle UTIMENSAT =
      Libc.function("utimensat", INT, INT, POINTER, POINTER, INT);
  private static final MethodHandle FUTIMENS = Libc.function("futimens", INT, INT, POINTER);
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final long UTIME_OMIT = 0x3ffffffe;
  private static final byte[] NOTHING = {};

  private Attributes() {}

  /// Changes the owner of what is open, even if only as a path.
  static void owner(Fd file, int uid, int gid) throws PosixException {
    Scratch scratch = Scratch.current();
    int result;
    try {
      result =
          (int)
              FCHOWNAT.invokeExact(
                  scratch.state, file.number(), scratch.name(NOTHING), uid, gid, AT_EMPTY_PATH);
    } catch (PosixException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    scratch.check(result, "change the owner");
  }

  /// Changes the mode; `path` says that the file was opened only as a path. Not for symbolic links.
  static void mode(Fd file, boolean path, int mode) throws PosixException {
    Scratch scratch = Scratch.current();
    int result;
    try {
      if (path) {
        byte[] link = ("/proc/self/fd/" + file.number()).getBytes(StandardCharsets.US_ASCII);
        result = (int) CHMOD.invokeExact(scratch.state, scratch.name(link), mode);
      } else {
        result = (int) FCHMOD.invokeExact(scratch.state, file.number(), mode);
      }
    } catch (PosixException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    scratch.check(result, "change the mode");
  }

  /// Sets the time of modification of an open file; the time of access stays.
  static void modified(Fd file, Stamp time) throws PosixException {
    Scratch scratch = Scratch.current();
    int result;
    try {
      result =
          (int) FUTIMENS.invokeExact(scratch.state, file.number(), times(scratch.struct, time));
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    scratch.check(result, "set the time");
  }

  /// Sets the time of modification of `name` in the directory, of a link itself if it is one.
  static void modified(Fd directory, byte[] name, Stamp time) throws PosixException {
    Scratch scratch = Scratch.current();
    int result;
    try {
      result =
          (int)
              UTIMENSAT.invokeExact(
                  scratch.state,
                  directory.number(),
                  scratch.name(name),
                  times(scratch.struct, time),
                  AT_SYMLINK_NOFOLLOW);
    } catch (PosixException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    scratch.check(result, "set the time");
  }

  /// Two `struct timespec`: access, which is left alone, and modification.
  private static MemorySegment times(MemorySegment struct, Stamp time) {
    struct.set(ValueLayout.JAVA_LONG, 0, 0);
    struct.set(ValueLayout.JAVA_LONG, 8, UTIME_OMIT);
    struct.set(ValueLayout.JAVA_LONG, 16, time.seconds());
    struct.set(ValueLayout.JAVA_LONG, 24, time.nanos());
    return struct;
  }
}
