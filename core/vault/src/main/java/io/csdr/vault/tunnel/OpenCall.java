package io.csdr.vault.tunnel;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One call of a mover on one connection, while its answer is awaited.
final class OpenCall {
  /// How the host answered.
  @SuppressWarnings("ArrayRecordComponent")
  record Answer(Status status, byte[] body) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final int longest;
  private @Nullable Status status;
  private byte[] body = new byte[0];
  private int filled;
  private boolean broken;

  /// `longest` is the longest body that a DONE answer may have.
  OpenCall(int longest) {
    this.longest = longest;
  }

  void begin(Frame.Answer answer) throws TunnelException.Violation {
    lock.lock();
    try {
      if (status != null) {
        throw new TunnelException.Violation("a call was answered twice");
      }
      Status begun = Status.of(answer.status());
      int most = begun == Status.DONE ? longest : Limits.HEAD;
      if (answer.bodyLength() > most) {
        throw new TunnelException.Violation(
            "an answer of " + answer.bodyLength() + " bytes where at most " + most + " fit");
      }
      status = begun;
      body = new byte[answer.bodyLength()];
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void append(Frame.Data data) throws TunnelException.Violation {
    lock.lock();
    try {
      if (status == null || data.length() > body.length - filled) {
        throw new TunnelException.Violation("more of an answer came than was announced");
      }
      System.arraycopy(data.bytes(), data.offset(), body, filled, data.length());
      filled += data.length();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void fail() {
    lock.lock();
    try {
      broken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the whole answer. Interrupts are kept for later, because the caller's bytes may be on
  /// their way.
  Answer await() throws TunnelException.Broken {
    lock.lock();
    try {
      while (true) {
        if (status != null && filled == body.length) {
          return new Answer(status, body);
        }
        if (broken) {
          throw new TunnelException.Broken("the connection ended before the answer");
        }
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
