package io.csdr.vault.posix;

import static io.csdr.vault.posix.Libc.INT;
import static io.csdr.vault.posix.Libc.LONG;
import static io.csdr.vault.posix.Libc.POINTER;

import io.csdr.vault.tree.ByteString;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Extended attributes by raw name; of open files, and by way of `/proc/self/fd` of what cannot be opened.
final class Xattrs {
  private static final MethodHandle FLIST = Libc.function("flistxattr", LONG, INT, POINTER, LONG);
  private static final MethodHandle LIST = Libc.function("listxattr", LONG, POINTER, POINTER, LONG);
  private static final MethodHandle FGET =
      Libc.function("fgetxattr", LONG, INT, POINTER, POINTER, LONG);
  private static final MethodHandle GET =
      Libc.function("getxattr", LONG, POINTER, POINTER, POINTER, LONG);
  private static final MethodHandle FSET =
      Libc.function("fsetxattr", INT, INT, POINTER, POINTER, LONG, INT);
  private static final MethodHandle SET =
      Libc.function("setxattr", INT, POINTER, POINTER, POINTER, LONG, INT);

  private static final MethodHandle FREMOVE = Libc.function("fremovexattr", INT, INT, POINTER);

  private Xattrs() {}

  /// An attribute as the kernel has it.
  record Named(ByteString name, ByteString value) {}

  /// All attributes in order of their names; none where the file system has none. `path` says that the descriptor
  /// was opened only as a path.
  static List<Named> read(Fd file, boolean path) throws PosixException {
    byte[] names = names(file, path);
    if (names.length == 0) {
      return List.of();
    }
    List<Named> xattrs = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < names.length; i++) {
      if (names[i] == 0) {
        byte[] name = Arrays.copyOfRange(names, start, i);
        byte[] value = value(file, path, name);
        if (value != null) {
          xattrs.add(new Named(ByteString.of(name), ByteString.of(value)));
        }
        start = i + 1;
      }
    }
    xattrs.sort(Comparator.comparing(Named::name));
    return xattrs;
  }

  private static byte[] names(Fd file, boolean path) throws PosixException {
    Scratch scratch = Scratch.current();
    long result;
    try {
      result =
          path
              ? (long)
                  LIST.invokeExact(
                      scratch.state, link(scratch, file), scratch.io, (long) Scratch.IO_BYTES)
              : (long)
                  FLIST.invokeExact(
                      scratch.state, file.number(), scratch.io, (long) Scratch.IO_BYTES);
    } catch (PosixException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    if (result == -1 && Libc.errno(scratch.state) == Errno.EOPNOTSUPP) {
      return new byte[0];
    }
    return bytes(scratch.io, scratch.check(result, "list attributes"));
  }

  /// The value, or null if the attribute is gone meanwhile.
  private static byte @Nullable [] value(Fd file, boolean path, byte[] name) throws PosixException {
    Scratch scratch = Scratch.current();
    long result;
    try {
      result =
          path
              ? (long)
                  GET.invokeExact(
                      scratch.state,
                      link(scratch, file),
                      scratch.name(name),
                      scratch.io,
                      (long) Scratch.IO_BYTES)
              : (long)
                  FGET.invokeExact(
                      scratch.state,
                      file.number(),
                      scratch.name(name),
                      scratch.io,
                      (long) Scratch.IO_BYTES);
    } catch (PosixException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    if (result == -1 && Libc.errno(scratch.state) == Errno.ENODATA) {
      return null;
    }
    return bytes(scratch.io, scratch.check(result, "read an attribute"));
  }

  /// Sets one attribute, new or not.
  static void set(Fd file, boolean path, byte[] name, byte[] value) throws PosixException {
    if (value.length > Scratch.IO_BYTES) {
      throw new PosixException("set an attribute", Errno.ERANGE);
    }
    Scratch scratch = Scratch.current();
    MemorySegment.copy(value, 0, scratch.io, ValueLayout.JAVA_BYTE, 0, value.length);
    int result;
    try {
      result =
          path
              ? (int)
                  SET.invokeExact(
                      scratch.state,
                      link(scratch, file),
                      scratch.name(name),
                      scratch.io,
                      (long) value.length,
                      0)
              : (int)
                  FSET.invokeExact(
                      scratch.state,
                      file.number(),
                      scratch.name(name),
                      scratch.io,
                      (long) value.length,
                      0);
    } catch (PosixException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    scratch.check(result, "set an attribute");
  }

  /// Removes an attribute of an open file; one that is not there or cannot be had is no error.
  static void remove(Fd file, byte[] name) throws PosixException {
    Scratch scratch = Scratch.current();
    int result;
    try {
      result = (int) FREMOVE.invokeExact(scratch.state, file.number(), scratch.name(name));
    } catch (PosixException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    int errno = result == -1 ? Libc.errno(scratch.state) : 0;
    if (errno != Errno.ENODATA && errno != Errno.EOPNOTSUPP) {
      scratch.check(result, "remove an attribute");
    }
  }

  private static MemorySegment link(Scratch scratch, Fd file) throws PosixException {
    return scratch.other(("/proc/self/fd/" + file.number()).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] bytes(MemorySegment from, long length) {
    return from.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }
}
