package io.csdr.vault.tunnel;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A host's end of the tunnel to one mover: serves one connection after the other until the mover has
/// reported.
public final class TunnelHost implements AutoCloseable {
  /// How one connection ended.
  public sealed interface End {
    /// The report was delivered; nothing more will come.
    record Finished() implements End {}

    /// Another host has taken the mover over.
    record TakenOver() implements End {}

    /// The connection broke; the mover waits for the next one.
    record Broken(String why) implements End {}
  }

  private final HostKey key;
  private final String run;
  private final HostDesk desk;
  private final TunnelSettings settings;
  private final AtomicReference<byte @Nullable []> session = new AtomicReference<>();
  private final AtomicReference<@Nullable HostLink> current = new AtomicReference<>();
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean reported = new AtomicBoolean();
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();

  /// A host that answers from this desk the mover that was started with this run id and public key.
  public TunnelHost(HostKey key, String run, HostDesk desk, TunnelSettings settings) {
    this.key = key;
    CipherWarmUp.start();
    this.run = run;
    this.desk = desk;
    this.settings = settings;
  }

  /// Proves and serves one connection until it ends, and closes it.
  ///
  /// @throws TunnelException.WrongPeer when a stranger answers
  /// @throws TunnelException.OtherMover when the mover of the first connection is gone
  /// @throws TunnelException.Violation when the mover breaks the protocol
  public End serve(DuplexStream stream) throws TunnelException {
    try (stream) {
      HostLink link = connect(stream);
      current.set(link);
      connections.incrementAndGet();
      if (closed.get()) {
        link.link().close();
      }
      if (cancelled.get()) {
        cancel();
      }
      TunnelException why = link.run();
      current.compareAndSet(link, null);
      if (link.replaced()) {
        return new End.TakenOver();
      }
      if (reported.get()) {
        return new End.Finished();
      }
      if (why instanceof TunnelException.Violation) {
        throw why;
      }
      return new End.Broken(String.valueOf(why.getMessage()));
    } catch (TunnelException e) {
      if (e instanceof TunnelException.Broken) {
        return new End.Broken(String.valueOf(e.getMessage()));
      }
      throw e;
    } catch (IOException e) {
      return new End.Broken("the connection broke: " + e.getMessage());
    }
  }

  /// Tells the mover, now and on every later connection, that the task should end.
  public void cancel() {
    cancelled.set(true);
    HostLink link = current.get();
    if (link != null) {
      try {
        link.link().send(new Frame.Cancel());
      } catch (TunnelException.Broken _) {
        // The next connection begins with it.
      }
    }
  }

  /// Ends the connection that is being served and serves no other.
  @Override
  public void close() {
    closed.set(true);
    HostLink link = current.get();
    if (link != null) {
      link.link().close();
    }
  }

  /// Amounts so far.
  public HostStatistics statistics() {
    return new HostStatistics(connections.get(), received.get(), sent.get(), repeated.get());
  }

  HostDesk desk() {
    return desk;
  }

  void count(int bytes, boolean again) {
    received.addAndGet(bytes);
    if (again) {
      repeated.addAndGet(bytes);
    }
  }

  void countSent(int bytes) {
    sent.addAndGet(bytes);
  }

  void report(byte[] report) {
    desk.report(report);
    reported.set(true);
  }

  private HostLink connect(DuplexStream stream) throws IOException {
    Deadline hurry = Deadline.after(settings.handshake(), () -> closeQuietly(stream));
    try {
      Pulse pulse = new Pulse(stream.in());
      Handshake.Sealed sealed = Handshake.asHost(key, run, pulse, stream.out());
      byte[] known = session.get();
      if (known != null && !Arrays.equals(known, sealed.moverSession())) {
        throw new TunnelException.OtherMover();
      }
      session.set(sealed.moverSession());
      return new HostLink(this, new Link(stream, pulse, sealed, settings));
    } finally {
      hurry.cancel();
    }
  }

  private static void closeQuietly(DuplexStream stream) {
    try {
      stream.close();
    } catch (IOException _) {
      // It took too long; whatever blocked on it sees the end.
    }
  }
}
