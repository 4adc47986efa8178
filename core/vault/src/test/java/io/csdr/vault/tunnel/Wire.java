package io.csdr.vault.tunnel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Two streams that are joined in memory, with a small buffer each way, and that can be cut like a cable:
/// what lies in the buffers is lost and both ends see an error.
final class Wire {
  private final Pipe toRight;
  private final Pipe toLeft;
  private final DuplexStream left;
  private final DuplexStream right;

  Wire(int buffer) {
    toRight = new Pipe(buffer);
    toLeft = new Pipe(buffer);
    left = new DuplexStream(toLeft.in(), toRight.out(), this::close);
    right = new DuplexStream(toRight.in(), toLeft.out(), this::close);
  }

  DuplexStream left() {
    return left;
  }

  DuplexStream right() {
    return right;
  }

  /// Cuts as soon as so many bytes went from left to right and right to left together.
  void cutAfter(long bytes) {
    toRight.cutAfter(bytes, this::cut);
    toLeft.cutAfter(bytes, this::cut);
  }

  void cut() {
    toRight.end(true);
    toLeft.end(true);
  }

  /// Bytes written so far by the left end.
  long fromLeft() {
    return toRight.written();
  }

  /// Changes a bit of the byte at this position of what the left end writes.
  void flipFromLeft(long position) {
    toRight.flip(position);
  }

  private void close() {
    toRight.end(false);
    toLeft.end(false);
  }

  private static final class Pipe {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final byte[] ring;
    private int start;
    private int held;
    private long written;
    private long flipAt = -1;
    private long cutAt = Long.MAX_VALUE;
    private Runnable cutter = () -> {};
    private boolean closed;
    private boolean cut;

    Pipe(int buffer) {
      ring = new byte[buffer];
    }

    void cutAfter(long bytes, Runnable action) {
      lock.lock();
      try {
        cutAt = bytes;
        cutter = action;
      } finally {
        lock.unlock();
      }
    }

    void flip(long position) {
      lock.lock();
      try {
        flipAt = position;
      } finally {
        lock.unlock();
      }
    }

    long written() {
      lock.lock();
      try {
        return written;
      } finally {
        lock.unlock();
      }
    }

    void end(boolean abrupt) {
      lock.lock();
      try {
        closed = true;
        cut |= abrupt;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private int read(byte[] to, int offset, int length) throws IOException {
      lock.lock();
      try {
        while (held == 0 && !closed) {
          changed.awaitUninterruptibly();
        }
        if (cut) {
          throw new IOException("the cable was cut");
        }
        if (held == 0) {
          return -1;
        }
        int count = Math.min(Math.min(length, held), ring.length - start);
        System.arraycopy(ring, start, to, offset, count);
        start = (start + count) % ring.length;
        held -= count;
        changed.signalAll();
        return count;
      } finally {
        lock.unlock();
      }
    }

    private void write(byte[] from, int offset, int length) throws IOException {
      boolean isCutNow = false;
      lock.lock();
      try {
        for (int i = 0; i < length && !isCutNow; i++) {
          while (held == ring.length && !closed) {
            changed.signalAll();
            changed.awaitUninterruptibly();
          }
          if (closed) {
            throw new IOException("nobody reads any more");
          }
          byte value = from[offset + i];
          ring[(start + held) % ring.length] = (byte) (written == flipAt ? value ^ 4 : value);
          held++;
          written++;
          isCutNow = written >= cutAt;
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      if (isCutNow) {
        cutter.run();
        throw new IOException("the cable was cut");
      }
    }

    InputStream in() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return Pipe.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
          return length == 0 ? 0 : Pipe.this.read(to, offset, length);
        }
      };
    }

    OutputStream out() {
      return new OutputStream() {
        @Override
        public void write(int value) throws IOException {
          Pipe.this.write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
          Pipe.this.write(from, offset, length);
        }
      };
    }
  }
}
