package io.csdr.mover;

import io.csdr.mover.MoverArguments.Address;
import io.csdr.vault.tunnel.DuplexStream;
import io.csdr.vault.tunnel.TunnelMover;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Semaphore;

/// Takes connections of hosts, and of whoever else finds the way, and lets the mover prove them.
final class Listener implements AutoCloseable {
  /// Connections that may be proven or served at a time; more than two only ever come from strangers.
  private static final int MOST = 8;

  private final ServerSocketChannel server;
  private final TunnelMover mover;
  private final Semaphore places = new Semaphore(MOST);

  private Listener(ServerSocketChannel server, TunnelMover mover) {
    this.server = server;
    this.mover = mover;
  }

  /// Listens from now on.
  static Listener open(Address address, TunnelMover mover) throws IOException {
    Listener listener = new Listener(bind(address), mover);
    Thread.ofPlatform().daemon().name("mover-listener").start(listener::acceptAll);
    return listener;
  }

  private static ServerSocketChannel bind(Address address) throws IOException {
    return switch (address) {
      case Address.Port(int number) ->
          ServerSocketChannel.open()
              .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
      case Address.Socket(var path) ->
          ServerSocketChannel.open(StandardProtocolFamily.UNIX)
              .bind(UnixDomainSocketAddress.of(path));
    };
  }

  private void acceptAll() {
    while (server.isOpen()) {
      try {
        places.acquire();
        SocketChannel channel = server.accept();
        Thread.ofPlatform().daemon().name("mover-connection").start(() -> serve(channel));
      } catch (IOException | InterruptedException _) {
        return;
      }
    }
  }

  private void serve(SocketChannel channel) {
    try {
      mover.serve(
          new DuplexStream(
              Channels.newInputStream(channel), Channels.newOutputStream(channel), channel));
    } finally {
      places.release();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
