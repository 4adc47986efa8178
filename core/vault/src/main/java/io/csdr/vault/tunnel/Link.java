package io.csdr.vault.tunnel;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One proven connection: sends frames within the window, hands over those that arrive, notices death.
///
/// A thread of its own writes, and [#run] reads; reading never waits for writing, so two links that both
/// have much to say cannot block each other.
final class Link {
  /// Takes the frames that arrive, in order, without waiting for anything.
  interface Receiver {
    /// One frame; never [Frame.Credit] or [Frame.Heartbeat].
    void received(Frame frame) throws TunnelException.Violation;
  }

  private final DuplexStream stream;
  private final Handshake.Sealed sealed;
  private final TunnelSettings settings;
  private final Window window = new Window(Limits.WINDOW);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Deque<Frame> queue = new ArrayDeque<>();
  private int owed;
  private boolean last;
  private boolean closed;

  private final Pulse pulse;

  Link(DuplexStream stream, Pulse pulse, Handshake.Sealed sealed, TunnelSettings settings) {
    this.stream = stream;
    this.pulse = pulse;
    this.sealed = sealed;
    this.settings = settings;
  }

  /// Reads until the connection ends and returns why.
  TunnelException run(Receiver receiver) {
    Thread writer = Thread.ofPlatform().daemon().name("tunnel-writer").start(this::writeAll);
    Deadline silence = Deadline.every(settings.deadPeer().dividedBy(4), this::checkSilence);
    try {
      return readAll(receiver);
    } finally {
      silence.cancel();
      close();
      joinUninterruptibly(writer);
    }
  }

  /// Queues a frame as soon as the window allows.
  void send(Frame frame) throws TunnelException.Broken {
    send(frame, () -> {});
  }

  /// As [#send(Frame)]; `admitted` runs when the window has let the frame pass, before it can arrive.
  void send(Frame frame, Runnable admitted) throws TunnelException.Broken {
    if (frame.counts()) {
      window.take(frame.size());
    }
    admitted.run();
    enqueue(frame, false);
  }

  /// Sends a body of at least one byte in pieces; the array must not change before the peer has it.
  void sendBody(long id, byte[] bytes, int offset, int length, Runnable lastAdmitted)
      throws TunnelException.Broken {
    int most = Limits.FRAME - Limits.DATA_OVERHEAD;
    int at = offset;
    int end = offset + length;
    while (end - at > most) {
      send(new Frame.Data(id, bytes, at, most));
      at += most;
    }
    send(new Frame.Data(id, bytes, at, end - at), lastAdmitted);
  }

  /// Sends everything queued and this frame, then closes. Does not wait for it.
  void finish(Frame frame) throws TunnelException.Broken {
    enqueue(frame, true);
    Deadline.after(settings.handshake(), this::close);
  }

  /// Ends the connection now.
  void close() {
    lock.lock();
    try {
      closed = true;
      queue.clear();
      work.signalAll();
    } finally {
      lock.unlock();
    }
    window.close();
    try {
      stream.close();
    } catch (IOException _) {
      // It is over either way; whoever reads or writes sees that.
    }
  }

  private void enqueue(Frame frame, boolean isLast) throws TunnelException.Broken {
    lock.lock();
    try {
      if (closed || last) {
        throw new TunnelException.Broken("the connection has ended");
      }
      if (frame.counts() || isLast) {
        queue.addLast(frame);
      } else {
        queue.addFirst(frame);
      }
      last = isLast;
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private TunnelException readAll(Receiver receiver) {
    try {
      while (true) {
        Frame frame = sealed.opener().next();
        switch (frame) {
          case Frame.Heartbeat _ -> {}
          case Frame.Credit credit -> window.give(credit.bytes());
          default -> {
            receiver.received(frame);
            if (frame.counts()) {
              repay(frame.size());
            }
          }
        }
      }
    } catch (TunnelException e) {
      return e;
    } catch (EOFException e) {
      return new TunnelException.Broken("the other side closed the connection");
    } catch (IOException e) {
      return new TunnelException.Broken("the connection broke: " + e.getMessage());
    }
  }

  /// Gives back what was taken, not too often.
  private void repay(int bytes) {
    lock.lock();
    try {
      owed += bytes;
      if (owed >= Limits.WINDOW / 4) {
        queue.addFirst(new Frame.Credit(owed));
        owed = 0;
        work.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void writeAll() {
    FrameSealer sealer = sealed.sealer();
    try {
      while (true) {
        Frame frame = poll();
        if (frame == null) {
          sealer.flush();
          frame = await();
        }
        if (frame == null) {
          return;
        }
        sealer.write(frame);
      }
    } catch (IOException _) {
      // The reader reports the end of the connection.
    } finally {
      close();
    }
  }

  private @Nullable Frame poll() {
    lock.lock();
    try {
      return queue.poll();
    } finally {
      lock.unlock();
    }
  }

  /// The next frame to write, a heartbeat after a silence, null at the end.
  private @Nullable Frame await() {
    lock.lock();
    try {
      long nanos = settings.heartbeat().toNanos();
      while (queue.isEmpty() && !closed && !last && nanos > 0) {
        nanos = work.awaitNanos(nanos);
      }
      if (closed || (last && queue.isEmpty())) {
        return null;
      }
      Frame next = queue.poll();
      return next == null ? new Frame.Heartbeat() : next;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the writer of a link", e);
    } finally {
      lock.unlock();
    }
  }

  private void checkSilence() {
    if (pulse.silence() > settings.deadPeer().toNanos()) {
      close();
    }
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
