package io.csdr.testing.store;

import io.csdr.vault.key.OwnedKeys;
import io.csdr.vault.key.Purpose;
import io.csdr.vault.key.VaultId;
import io.csdr.vault.pack.PackId;
import io.csdr.vault.seal.Suite;
import io.csdr.vault.store.MemoryStore;
import io.csdr.vault.store.Store;
import io.csdr.vault.tunnel.DuplexStream;
import io.csdr.vault.tunnel.HostDesk;
import io.csdr.vault.tunnel.HostKey;
import io.csdr.vault.tunnel.MoverStart;
import io.csdr.vault.tunnel.StoreAccess;
import io.csdr.vault.tunnel.TunnelException;
import io.csdr.vault.tunnel.TunnelHost;
import io.csdr.vault.tunnel.TunnelMover;
import io.csdr.vault.tunnel.TunnelSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class TunnelStoreTest extends StoreContract {
  private final HostKey key = HostKey.generate();
  private final TunnelMover mover =
      new TunnelMover("run", key.publicKey(), TunnelSettings.DEFAULT, () -> {});
  private final TunnelHost host =
      new TunnelHost(key, "run", new Desk(new MemoryStore()), TunnelSettings.DEFAULT);

  @BeforeEach
  void connect() throws IOException {
    Pipe toHost = Pipe.open();
    Pipe toMover = Pipe.open();
    start(() -> mover.serve(stream(toMover, toHost)));
    start(() -> {
      try {
        host.serve(stream(toHost, toMover));
      } catch (TunnelException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  @AfterEach
  void disconnect() {
    mover.close();
    host.close();
  }

  @Override
  protected Store store() {
    return mover.store();
  }

  private static void start(Runnable side) {
    Thread.ofPlatform().daemon().start(side);
  }

  private static DuplexStream stream(Pipe in, Pipe out) {
    return new DuplexStream(
        Channels.newInputStream(in.source()),
        Channels.newOutputStream(out.sink()),
        () -> {
          in.source().close();
          out.sink().close();
        });
  }

  /// Allows everything.
  private record Desk(Store store) implements HostDesk, StoreAccess {
    private static final OwnedKeys KEYS = OwnedKeys.random(VaultId.random());

    @Override
    public StoreAccess access() {
      return this;
    }

    @Override
    public MoverStart start() {
      return new MoverStart(new byte[0], Suite.AES_256_GCM, KEYS.grant());
    }

    @Override
    public byte[] key(PackId pack, int epoch, Purpose purpose) {
      return KEYS.key(pack, epoch, purpose);
    }

    @Override
    public void progress(byte[] note) {}

    @Override
    public void report(byte[] report) {}

    @Override
    public boolean mayRead(String key) {
      return true;
    }

    @Override
    public boolean mayList(String prefix) {
      return true;
    }

    @Override
    public boolean mayPut(String key) {
      return true;
    }

    @Override
    public boolean mayDelete(String key) {
      return true;
    }
  }
}
