package io.csdr.vault.tunnel;

import io.csdr.vault.store.Store;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// A mover and a host that is connected to it again and again, over wires made on demand.
final class Session implements AutoCloseable {
  static final TunnelSettings SETTINGS =
      new TunnelSettings(
          Duration.ofMillis(200),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60));

  private final HostKey key = HostKey.generate();
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final TunnelMover mover;
  private final TunnelHost host;
  private final CompletableFuture<TunnelHost.End> end = new CompletableFuture<>();

  Session(Desk desk) {
    mover = new TunnelMover("run-1", key.publicKey(), SETTINGS, cancelled::countDown);
    host = new TunnelHost(key, "run-1", desk, SETTINGS);
  }

  /// A session over one wire that nobody cuts.
  static Session over(Desk desk) {
    Session session = new Session(desk);
    session.keepConnecting(() -> new Wire(64 << 10));
    return session;
  }

  /// Connects anew whenever a connection breaks, until the mover has reported.
  void keepConnecting(Supplier<Wire> wires) {
    Thread.ofPlatform().daemon().start(() -> connectAll(wires));
  }

  private void connectAll(Supplier<Wire> wires) {
    try {
      TunnelHost.End last = new TunnelHost.End.Broken("never connected");
      while (open.get() && last instanceof TunnelHost.End.Broken) {
        last = connect(host, wires.get());
      }
      end.complete(last);
    } catch (TunnelException | RuntimeException e) {
      end.completeExceptionally(e);
    }
  }

  /// Serves one wire with this host until it ends.
  TunnelHost.End connect(TunnelHost with, Wire wire) throws TunnelException {
    Thread.ofPlatform().daemon().start(() -> mover.serve(wire.right()));
    return with.serve(wire.left());
  }

  HostKey key() {
    return key;
  }

  TunnelMover mover() {
    return mover;
  }

  TunnelHost host() {
    return host;
  }

  Store store() {
    return mover.store();
  }

  CountDownLatch cancelled() {
    return cancelled;
  }

  /// How the last connection ended.
  CompletableFuture<TunnelHost.End> end() {
    return end;
  }

  @Override
  public void close() {
    open.set(false);
    mover.close();
    host.close();
  }
}
