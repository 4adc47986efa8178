package io.csdr.vault.tunnel;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps a mover's open calls within [Limits#CALLS] and [Limits#CHARGE], first come first served.
final class Budget {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long tickets;
  private long served;
  private int calls;
  private long charged;

  /// Waits until a call of this charge may be open. Interrupts are kept for later.
  void open(int charge) {
    lock.lock();
    try {
      long ticket = tickets++;
      while (ticket != served || !fits(calls, charged, charge)) {
        changed.awaitUninterruptibly();
      }
      served++;
      calls++;
      charged += charge;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The call has ended.
  void close(int charge) {
    lock.lock();
    try {
      calls--;
      charged -= charge;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether one more call of this charge is within the bounds.
  static boolean fits(int calls, long charged, int charge) {
    return calls < Limits.CALLS
        && (charge == 0 || charged == 0 || charged + charge <= Limits.CHARGE);
  }
}
