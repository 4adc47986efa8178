package io.csdr.vault.tunnel;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The sender's side of a flow-control window: bytes that may still be sent before the receiver says more.
final class Window {
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition grown = lock.newCondition();
  private final int size;
  private int left;
  private boolean closed;

  Window(int size) {
    this.size = size;
    this.left = size;
  }

  /// Waits until so many bytes may be sent, and takes them. Interrupts are kept for later: a body that
  /// was begun is sent to its end or to the end of the connection.
  void take(int bytes) throws TunnelException.Broken {
    if (bytes > size) {
      throw new IllegalArgumentException(bytes + " bytes never fit in a window of " + size);
    }
    lock.lock();
    try {
      while (left < bytes && !closed) {
        grown.awaitUninterruptibly();
      }
      if (closed) {
        throw new TunnelException.Broken("the connection has ended");
      }
      left -= bytes;
    } finally {
      lock.unlock();
    }
  }

  /// The receiver has taken so many bytes.
  void give(int bytes) throws TunnelException.Violation {
    lock.lock();
    try {
      if (bytes <= 0 || bytes > size - left) {
        throw new TunnelException.Violation("credit for bytes that were never sent");
      }
      left += bytes;
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Makes every waiting and later [#take] fail.
  void close() {
    lock.lock();
    try {
      closed = true;
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
