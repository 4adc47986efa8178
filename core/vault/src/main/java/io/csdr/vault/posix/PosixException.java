package io.csdr.vault.posix;

import java.io.IOException;

/// A system call that failed, with its error number.
public final class PosixException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;
  private final String reason;

  PosixException(String call, int errno) {
    super(call + ": " + Errno.text(errno));
    this.errno = errno;
    this.reason = call + ": " + Errno.text(errno);
  }

  /// Whether the file system as a whole is at its end, so that going on with other files is in vain.
  boolean fatal() {
    return switch (errno) {
      case Errno.ENOSPC, Errno.EDQUOT, Errno.EROFS, Errno.EIO, Errno.EMFILE -> true;
      default -> false;
    };
  }

  /// The message.
  String reason() {
    return reason;
  }

  /// The error number of Linux.
  public int errno() {
    return errno;
  }
}
