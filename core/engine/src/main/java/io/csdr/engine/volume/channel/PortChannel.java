package io.csdr.engine.volume.channel;

import io.csdr.vault.tunnel.DuplexStream;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One forwarded port as two streams. Every message begins with the number of its channel: 0 for data, 1 for the
/// node's error text; the first message of each channel only repeats the port.
///
/// Neither direction holds much: a message is asked for when an earlier one was read, and none is sent before the
/// one before it has left.
final class PortChannel implements WebSocket.Listener {
  private static final int DATA = 0;
  private static final int ERROR = 1;

  /// The WebSocket status of a side that leaves.
  static final int GOING_AWAY = 1001;

  /// Bytes of one message to the pod.
  private static final int PIECE = 64 << 10;

  /// Messages that may wait to be read.
  private static final int AHEAD = 8;

  private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<ByteBuffer> arrived = new ArrayDeque<>();
  private final boolean[] announced = new boolean[2];
  private @Nullable String end;
  private volatile boolean closed;

  /// The streams of the connection that this listens to.
  DuplexStream streams(WebSocket socket) {
    return new DuplexStream(new In(socket), new Out(socket), () -> close(socket));
  }

  @Override
  public void onOpen(WebSocket socket) {
    for (int i = 1; i < AHEAD; i++) {
      socket.request();
    }
  }

  @Override
  public void onMessage(WebSocket socket, ByteBuffer message) {
    int channel = message.hasRemaining() ? message.get() : -1;
    if (channel != DATA && channel != ERROR) {
      finish("the API server sent a message of an unknown channel");
    } else if (!announced[channel]) {
      announced[channel] = true;
      socket.request();
    } else if (channel == ERROR) {
      finish("the node says: " + StandardCharsets.UTF_8.decode(message).toString().strip());
    } else if (message.hasRemaining()) {
      arrive(message);
    } else {
      socket.request();
    }
  }

  @Override
  public void onMessage(WebSocket socket, String text) {
    finish("the API server sent text where only bytes belong");
  }

  @Override
  public void onClose(WebSocket socket, int code, String reason) {
    finish("the API server closed the stream" + (reason.isEmpty() ? "" : ": " + reason));
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    finish(String.valueOf(error.getMessage()));
  }

  private void arrive(ByteBuffer message) {
    lock.lock();
    try {
      arrived.add(message);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void finish(String why) {
    lock.lock();
    try {
      if (end == null) {
        end = why;
      }
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void close(WebSocket socket) {
    if (!closed) {
      finish("this side closed the stream");
      socket.sendClose(GOING_AWAY, "");
    }
  }

  /// The next message, or the exception that ends the stream once everything before it was read.
  private ByteBuffer next() throws IOException {
    lock.lock();
    try {
      while (arrived.isEmpty()) {
        if (end != null) {
          throw new IOException(end);
        }
        changed.awaitUninterruptibly();
      }
      return arrived.remove();
    } finally {
      lock.unlock();
    }
  }

  private final class In extends InputStream {
    private final WebSocket socket;
    private ByteBuffer current = ByteBuffer.allocate(0);

    In(WebSocket socket) {
      this.socket = socket;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!current.hasRemaining()) {
        current = next();
        socket.request();
      }
      int count = Math.min(length, current.remaining());
      current.get(to, offset, count);
      return count;
    }
  }

  private final class Out extends OutputStream {
    private final WebSocket socket;
    private final ByteBuffer message = ByteBuffer.allocate(1 + PIECE).put((byte) DATA);

    Out(WebSocket socket) {
      this.socket = socket;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      int at = offset;
      int end = offset + length;
      while (at < end) {
        int count = Math.min(end - at, message.remaining());
        message.put(from, at, count);
        at += count;
        if (!message.hasRemaining()) {
          flush();
        }
      }
    }

    /// Waits until the message before has left: the JDK's WebSocket refuses a second one until then. The library tells
    /// what is pending but not when that changes, so this looks again after a short pause.
    @Override
    public void flush() throws IOException {
      if (message.position() == 1) {
        return;
      }
      while (socket.queueSize() > 0 && !closed) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
      if (closed || !socket.send(message.flip())) {
        throw new IOException("the stream to the pod has ended");
      }
      message.clear().put((byte) DATA);
    }
  }
}
