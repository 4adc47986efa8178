package io.csdr.vault.posix;

import static io.csdr.vault.posix.Libc.INT;
import static io.csdr.vault.posix.Libc.POINTER;

import io.csdr.vault.tree.FileMeta;
import io.csdr.vault.tree.Stamp;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// What `statx` says of a file. `rawMode` has the type bits; device and mount tell file systems apart.
record FileStat(
    int rawMode,
    int uid,
    int gid,
    int links,
    long inode,
    long size,
    long blocks,
    Stamp mtime,
    Stamp ctime,
    int major,
    int minor,
    long device,
    long mount) {
  static final int TYPE_BITS = 0170000;
  static final int SOCKET = 0140000;
  static final int SYMLINK = 0120000;
  static final int REGULAR = 0100000;
  static final int BLOCK_DEVICE = 0060000;
  static final int DIRECTORY = 0040000;
  static final int CHARACTER_DEVICE = 0020000;
  static final int FIFO = 0010000;

  private static final MethodHandle STATX =
      Libc.function("statx", INT, INT, POINTER, INT, INT, POINTER);
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_NO_AUTOMOUNT = 0x800;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int BASIC = 0x7ff;
  private static final int MOUNT = 0x1000;
  private static final byte[] NOTHING = {};

  /// Of `name` in the directory, not following a link.
  static FileStat at(Fd directory, byte[] name) throws PosixException {
    return statx(directory, name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT);
  }

  /// Of the open file.
  static FileStat of(Fd file) throws PosixException {
    return statx(file, NOTHING, AT_EMPTY_PATH);
  }

  int type() {
    return rawMode & TYPE_BITS;
  }

  /// The bits that `chmod` sets.
  int mode() {
    return rawMode & FileMeta.MODE_BITS;
  }

  /// Whether the other is the same file in the same state, as far as a file system tells.
  boolean sameState(FileStat other) {
    return inode == other.inode
        && device == other.device
        && size == other.size
        && mtime.equals(other.mtime)
        && ctime.equals(other.ctime);
  }

  private static FileStat statx(Fd directory, byte[] name, int flags) throws PosixException {
    Scratch scratch = Scratch.current();
    int result;
    try {
      do {
        result =
            (int)
                STATX.invokeExact(
                    scratch.state,
                    directory.number(),
                    scratch.name(name),
                    flags,
                    BASIC | MOUNT,
                    scratch.struct);
      } while (scratch.interrupted(result));
    } catch (PosixException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    scratch.check(result, "stat");
    return read(scratch.struct);
  }

  /// `struct statx` has the same layout on every processor.
  private static FileStat read(MemorySegment at) {
    boolean mounts = (u32(at, 0) & MOUNT) != 0;
    return new FileStat(
        at.get(ValueLayout.JAVA_SHORT, 28) & 0xffff,
        u32(at, 20),
        u32(at, 24),
        u32(at, 16),
        u64(at, 32),
        u64(at, 40),
        u64(at, 48),
        new Stamp(u64(at, 112), u32(at, 120)),
        new Stamp(u64(at, 96), u32(at, 104)),
        u32(at, 128),
        u32(at, 132),
        ((long) u32(at, 136) << 32) | (u32(at, 140) & 0xffffffffL),
        mounts ? u64(at, 144) : -1);
  }

  private static int u32(MemorySegment at, long offset) {
    return at.get(ValueLayout.JAVA_INT, offset);
  }

  private static long u64(MemorySegment at, long offset) {
    return at.get(ValueLayout.JAVA_LONG, offset);
  }
}
