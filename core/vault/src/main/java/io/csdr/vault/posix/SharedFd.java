package io.csdr.vault.posix;

import java.util.concurrent.atomic.AtomicInteger;

/// A file descriptor that stays open as long as somebody uses it.
final class SharedFd {
  private final Fd fd;
  private final AtomicInteger users = new AtomicInteger(1);

  SharedFd(Fd fd) {
    this.fd = fd;
  }

  Fd fd() {
    return fd;
  }

  /// One user more.
  SharedFd share() {
    users.incrementAndGet();
    return this;
  }

  /// One user less; the last one closes it.
  void release() {
    if (users.decrementAndGet() == 0) {
      fd.close();
    }
  }
}
