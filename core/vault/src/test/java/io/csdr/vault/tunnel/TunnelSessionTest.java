package io.csdr.vault.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.vault.key.PackKeys;
import io.csdr.vault.key.Purpose;
import io.csdr.vault.pack.PackId;
import io.csdr.vault.seal.Suite;
import io.csdr.vault.store.MemoryStore;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TunnelSessionTest {
  private static final Rights SAVING =
      new Rights(
          List.of("config", "i/", "m/"), List.of("i/", "t/"), List.of("p/", "m/", "i/"), false);

  private final MemoryStore shelf = new MemoryStore();
  private final Desk desk = Desk.of(shelf, Rights.ALL);

  private static byte[] random(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void objectsOfEverySizeGoThereAndBack() {
    try (Session session = Session.over(desk)) {
      for (int size : new int[] {0, 1, 262_134, 262_135, 262_136, 5 << 20, 40 << 20}) {
        byte[] bytes = random(size, size);
        assertThat(session.store().putIfAbsent("p/" + size, bytes)).isTrue();
        assertThat(session.store().putIfAbsent("p/" + size, bytes)).isFalse();
        assertThat(shelf.readAll("p/" + size)).isEqualTo(bytes);
        assertThat(session.store().readAll("p/" + size)).isEqualTo(bytes);
      }
    }
  }

  @Test
  void manyCallersShareOneConnection() throws Exception {
    try (Session session = Session.over(desk);
        var pool = Executors.newFixedThreadPool(24)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int number = i;
        all.add(
            pool.submit(() -> {
              byte[] bytes = random(number * 7_919 % 3_000_000, number);
              assertThat(session.store().putIfAbsent("p/" + number, bytes)).isTrue();
              assertThat(session.store().readAll("p/" + number)).isEqualTo(bytes);
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
      assertThat(session.host().statistics().connections()).isEqualTo(1);
      assertThat(session.host().statistics().repeated()).isZero();
    }
  }

  @Test
  void anObjectAboveTheChargeLimitGoesAlone() {
    try (Session session = Session.over(desk)) {
      byte[] bytes = new byte[Limits.CHARGE + (9 << 20)];
      bytes[bytes.length - 1] = 1;
      assertThat(session.store().putIfAbsent("p/big", bytes)).isTrue();
      assertThat(session.store().readAll("p/big")).isEqualTo(bytes);
    }
  }

  @Test
  void taskKeysProgressAndReportArrive() throws Exception {
    try (Session session = Session.over(desk)) {
      MoverStart start = session.mover().start();
      assertThat(start.task()).containsExactly(1, 2, 3);
      assertThat(start.suite()).isEqualTo(Suite.CHACHA20_POLY1305);
      assertThat(start.grant().encode()).isEqualTo(Desk.KEYS.grant().encode());
      PackId pack = PackId.random();
      assertThat(session.mover().key(pack, 1, Purpose.WRITE))
          .isEqualTo(Desk.KEYS.key(pack, 1, Purpose.WRITE));
      assertThatThrownBy(() -> session.mover().key(pack, 1, Purpose.READ))
          .isInstanceOf(PackKeys.PackDenied.class)
          .hasMessageContaining(pack.toString());

      session.mover().progress(new byte[] {5});
      session.mover().report(new byte[] {6, 6});
      assertThat(session.end().get()).isEqualTo(new TunnelHost.End.Finished());
      assertThat(desk.notes()).containsExactly(new byte[] {5});
      assertThat(desk.reports()).containsExactly(new byte[] {6, 6});
    }
  }

  @Test
  void aSavingMoverGetsNoFurtherThanItsTask() {
    shelf.putIfAbsent("c/cluster/secret", new byte[] {1});
    shelf.putIfAbsent("i/00000000/a", new byte[] {1});
    try (Session session = Session.over(Desk.of(shelf, SAVING))) {
      Store store = session.store();
      assertThat(store.readAll("i/00000000/a")).containsExactly(1);
      assertThat(store.putIfAbsent("p/x", new byte[] {1})).isTrue();
      List<Runnable> forbidden =
          List.of(
              () -> store.readAll("c/cluster/secret"),
              () -> store.stat("c/cluster/secret"),
              () -> store.read("p/x", 0, 1),
              () -> store.list("", object -> {}),
              () -> store.list("c/", object -> {}),
              () -> store.putIfAbsent("c/cluster/forged", new byte[] {1}),
              () -> store.putIfAbsent("config", new byte[] {1}),
              () -> store.delete("p/x"),
              () -> store.delete("c/cluster/secret"));
      for (Runnable each : forbidden) {
        assertThatThrownBy(each::run).isInstanceOf(StoreException.Denied.class);
      }
      assertThatThrownBy(() -> store.putIfAbsent("p/../c/forged", new byte[] {1}))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.putIfAbsent("p/" + "x".repeat(5_000), new byte[] {1}))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(shelf.stat("c/cluster/secret")).isPresent();
      assertThat(shelf.stat("c/cluster/forged")).isEmpty();
    }
  }

  @Test
  void cancelReachesTheMoverNowAndAfterAReconnect() throws Exception {
    try (Session session = new Session(desk)) {
      session.host().cancel();
      session.keepConnecting(() -> new Wire(1 << 16));
      assertThat(session.cancelled().await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aSecondHostTakesOverAndTheFirstIsTold() throws Exception {
    try (Session session = Session.over(desk)) {
      byte[] bytes = random(3 << 20, 1);
      assertThat(session.store().putIfAbsent("p/1", bytes)).isTrue();

      Desk second = Desk.of(shelf, Rights.ALL);
      TunnelHost heir = new TunnelHost(session.key(), "run-1", second, Session.SETTINGS);
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            try {
              session.connect(heir, new Wire(1 << 16));
            } catch (TunnelException e) {
              throw new IllegalStateException(e);
            }
          });
      assertThat(session.end().get()).isEqualTo(new TunnelHost.End.TakenOver());
      session.mover().report(new byte[] {1});
      assertThat(second.reports()).hasSize(1);
      assertThat(desk.reports()).isEmpty();
    }
  }

  @Test
  void aStrangerNeitherEntersNorDisturbs() throws Exception {
    try (Session session = Session.over(desk)) {
      session.mover().start();
      TunnelHost stranger = new TunnelHost(HostKey.generate(), "run-1", desk, Session.SETTINGS);
      assertThatThrownBy(() -> session.connect(stranger, new Wire(1 << 16)))
          .isInstanceOf(TunnelException.WrongPeer.class);
      assertThat(session.store().putIfAbsent("p/1", new byte[1])).isTrue();
      assertThat(session.host().statistics().connections()).isEqualTo(1);
    }
  }

  @Test
  void anotherMoverOfTheSameRunIsNoticed() throws Exception {
    try (Session session = Session.over(desk);
        TunnelMover other =
            new TunnelMover("run-1", session.key().publicKey(), Session.SETTINGS, () -> {})) {
      session.mover().start();
      Wire wire = new Wire(1 << 16);
      Thread.ofPlatform().daemon().start(() -> other.serve(wire.right()));
      assertThatThrownBy(() -> session.host().serve(wire.left()))
          .isInstanceOf(TunnelException.OtherMover.class);
    }
  }

  @Test
  void bytesAlteredOnTheWayEndTheConnectionAndAreSentAgain() throws Exception {
    AtomicInteger wires = new AtomicInteger();
    try (Session session = new Session(desk)) {
      session.keepConnecting(() -> {
        Wire wire = new Wire(1 << 16);
        if (wires.incrementAndGet() == 1) {
          wire.flipFromLeft(2_000_000);
        }
        return wire;
      });
      byte[] bytes = random(3 << 20, 5);
      shelf.putIfAbsent("p/1", bytes);
      assertThat(session.store().readAll("p/1")).isEqualTo(bytes);
      assertThat(wires.get()).isEqualTo(2);
    }
  }

  @Test
  void aPutSentAgainIsTheCallersOwnOnlyIfTheBytesAreEqual() throws Exception {
    byte[] mine = random(300_000, 1);
    byte[] other = random(300_000, 2);
    assertThat(putWhoseAnswerWasLost("p/mine", mine, mine)).isTrue();
    assertThat(putWhoseAnswerWasLost("p/other", mine, other)).isFalse();
    assertThat(shelf.readAll("p/other")).isEqualTo(other);
  }

  /// Puts while the cable is cut within the body, after somebody else has put `there` under the key.
  private boolean putWhoseAnswerWasLost(String key, byte[] bytes, byte[] there) {
    AtomicInteger wires = new AtomicInteger();
    try (Session session = new Session(desk)) {
      session.keepConnecting(() -> {
        Wire wire = new Wire(1 << 16);
        if (wires.incrementAndGet() == 1) {
          wire.cutAfter(bytes.length / 2);
        } else {
          shelf.putIfAbsent(key, there);
        }
        return wire;
      });
      return session.store().putIfAbsent(key, bytes);
    }
  }

  @Test
  void aMoverWithoutAHostGivesUp() {
    TunnelSettings hasty = Session.SETTINGS.withPatience(Duration.ofMillis(50));
    try (TunnelMover mover =
        new TunnelMover("run-1", HostKey.generate().publicKey(), hasty, () -> {})) {
      assertThatThrownBy(mover::start)
          .isInstanceOf(StoreException.Unreachable.class)
          .hasMessageContaining("no host came");
    }
  }

  @Test
  void aHostThatFailsSaysSoAndGoesOn() {
    MemoryStore broken = new MemoryStore();
    Desk failing =
        Desk.of(
            new FaultyShelf(broken, () -> new IllegalStateException("disk controller on fire")),
            Rights.ALL);
    try (Session session = Session.over(failing)) {
      assertThatThrownBy(() -> session.store().readAll("p/1"))
          .isInstanceOf(StoreException.Denied.class)
          .hasMessageContaining("on fire");
      assertThat(session.mover().start().task()).isNotEmpty();
    }
  }

  @Test
  void failuresKeepTheirTypes() {
    try (Session session = Session.over(desk)) {
      shelf.putIfAbsent("p/short", new byte[10]);
      assertThatThrownBy(() -> session.store().read("p/none", 0, 1))
          .isInstanceOf(StoreException.Missing.class)
          .hasMessageContaining("p/none");
      assertThatThrownBy(() -> session.store().read("p/short", 4, 9))
          .isInstanceOf(StoreException.Truncated.class)
          .hasMessage("object p/short has 10 bytes, 13 were expected");
    }
    for (StoreException failure :
        List.of(
            new StoreException.Full("disk is full", null),
            new StoreException.Denied("read-only", null),
            new StoreException.Unreachable("stale mount", null))) {
      Desk failing = Desk.of(new FaultyShelf(shelf, () -> failure), Rights.ALL);
      try (Session session = Session.over(failing)) {
        assertThatThrownBy(() -> session.store().putIfAbsent("p/y", new byte[3]))
            .isInstanceOf(failure.getClass())
            .hasMessage(failure.getMessage());
      }
    }
  }
}
