package io.csdr.vault.posix;

import static io.csdr.vault.posix.Libc.INT;
import static io.csdr.vault.posix.Libc.LONG;
import static io.csdr.vault.posix.Libc.POINTER;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Makes, links, reads and removes names in an open directory. Nothing follows a link.
final class Nodes {
  private static final MethodHandle MKDIRAT = Libc.function("mkdirat", INT, INT, POINTER, INT);
  private static final MethodHandle MKNODAT =
      Libc.function("mknodat", INT, INT, POINTER, INT, LONG);
  private static final MethodHandle SYMLINKAT =
      Libc.function("symlinkat", INT, POINTER, INT, POINTER);
  private static final MethodHandle LINKAT =
      Libc.function("linkat", INT, INT, POINTER, INT, POINTER, INT);
  private static final MethodHandle UNLINKAT = Libc.function("unlinkat", INT, INT, POINTER, INT);
  private static final MethodHandle READLINKAT =
      Libc.function("readlinkat", LONG, INT, POINTER, POINTER, LONG);

  private Nodes() {}

  /// Makes a directory that only we may use.
  static void directory(Fd in, byte[] name) throws PosixException {
    Scratch scratch = Scratch.current();
    int result;
    try {
      result = (int) MKDIRAT.invokeExact(scratch.state, in.number(), scratch.name(name), 0700);
    } catch (PosixException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    scratch.check(result, "make a directory");
  }

  /// Makes a device node or, with `type` [FileStat#FIFO], a pipe.
  static void node(Fd in, byte[] name, int type, int major, int minor) throws PosixException {
    Scratch scratch = Scratch.current();
    int result;
    try {
      result =
          (int)
              MKNODAT.invokeExact(
                  scratch.state, in.number(), scratch.name(name), type | 0600, dev(major, minor));
    } catch (PosixException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    scratch.check(result, "make a node");
  }

  /// `makedev` of glibc and musl.
  private static long dev(int major, int minor) {
    long high = Integer.toUnsignedLong(major);
    long low = Integer.toUnsignedLong(minor);
    return ((high & 0xfffff000L) << 32)
        | ((high & 0xfffL) << 8)
        | ((low & 0xffffff00L) << 12)
        | (low & 0xffL);
  }

  /// Makes a symbolic link.
  static void symlink(Fd in, byte[] name, byte[] target) throws PosixException {
    Scratch scratch = Scratch.current();
    int result;
    try {
      result =
          (int)
              SYMLINKAT.invokeExact(
                  scratch.state, scratch.other(target), in.number(), scratch.name(name));
    } catch (PosixException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    scratch.check(result, "make a link");
  }

  /// Gives what is called `target` in one directory another name.
  static void hardlink(Fd of, byte[] target, Fd in, byte[] name) throws PosixException {
    Scratch scratch = Scratch.current();
    int result;
    try {
      result =
          (int)
              LINKAT.invokeExact(
                  scratch.state,
                  of.number(),
                  scratch.other(target),
                  in.number(),
                  scratch.name(name),
                  0);
    } catch (PosixException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    scratch.check(result, "link");
  }

  /// Removes a name that is no directory.
  static void remove(Fd in, byte[] name) throws PosixException {
    Scratch scratch = Scratch.current();
    int result;
    try {
      result = (int) UNLINKAT.invokeExact(scratch.state, in.number(), scratch.name(name), 0);
    } catch (PosixException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    scratch.check(result, "remove");
  }

  /// Where a symbolic link points.
  static byte[] readLink(Fd in, byte[] name) throws PosixException {
    Scratch scratch = Scratch.current();
    long result;
    try {
      result =
          (long)
              READLINKAT.invokeExact(
                  scratch.state,
                  in.number(),
                  scratch.name(name),
                  scratch.io,
                  (long) Scratch.IO_BYTES);
    } catch (PosixException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    long length = scratch.check(result, "read a link");
    return scratch.io.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }
}
