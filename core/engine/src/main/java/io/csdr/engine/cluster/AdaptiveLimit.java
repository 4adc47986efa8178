package io.csdr.engine.cluster;

import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many calls may be under way at once: one more after each full round of good answers, half as many
/// when the server says that it is busy.
final class AdaptiveLimit {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private final int most;
  private double limit;
  private int running;

  AdaptiveLimit(int start, int most) {
    this.limit = start;
    this.most = most;
  }

  /// Waits for a turn.
  void enter() {
    lock.lock();
    try {
      while (running >= (int) limit) {
        freed.await();
      }
      running++;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } finally {
      lock.unlock();
    }
  }

  /// Ends a turn; `busy` tells whether the server wanted less.
  void leave(boolean busy) {
    lock.lock();
    try {
      running--;
      limit = busy ? Math.max(1, limit / 2) : Math.min(most, limit + 1 / limit);
      freed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The limit as it stands.
  int current() {
    lock.lock();
    try {
      return (int) limit;
    } finally {
      lock.unlock();
    }
  }
}
