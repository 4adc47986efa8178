package io.csdr.vault.posix;

import java.util.Map;

/// The error numbers that we tell apart; the same on x86_64 and aarch64.
final class Errno {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int ENXIO = 6;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EEXIST = 17;
  static final int ENOTDIR = 20;
  static final int EINVAL = 22;
  static final int EMFILE = 24;
  static final int ENOTTY = 25;
  static final int ENOSPC = 28;
  static final int EROFS = 30;
  static final int ERANGE = 34;
  static final int ENAMETOOLONG = 36;
  static final int ENOSYS = 38;
  static final int ELOOP = 40;
  static final int ENODATA = 61;
  static final int EOPNOTSUPP = 95;
  static final int ESTALE = 116;
  static final int EDQUOT = 122;

  private static final Map<Integer, String> TEXTS =
      Map.ofEntries(
          Map.entry(EPERM, "operation not permitted"),
          Map.entry(ENOENT, "no such file or directory"),
          Map.entry(EIO, "input/output error"),
          Map.entry(ENXIO, "no such device or address"),
          Map.entry(EACCES, "permission denied"),
          Map.entry(EEXIST, "file exists"),
          Map.entry(ENOTDIR, "not a directory"),
          Map.entry(EINVAL, "invalid argument"),
          Map.entry(EMFILE, "too many open files"),
          Map.entry(ENOSPC, "no space left on device"),
          Map.entry(EROFS, "read-only file system"),
          Map.entry(ENAMETOOLONG, "name too long"),
          Map.entry(ELOOP, "is a symbolic link"),
          Map.entry(EOPNOTSUPP, "not supported by the file system"),
          Map.entry(ESTALE, "stale file handle"),
          Map.entry(EDQUOT, "disk quota exceeded"));

  private Errno() {}

  /// The meaning in a few words.
  static String text(int errno) {
    return TEXTS.getOrDefault(errno, "error " + errno);
  }
}
