package io.csdr.vault.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.vault.store.MemoryStore;
import io.csdr.vault.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A well-behaved mover against a host that is written here frame by frame, and the other way round.
@Timeout(60)
class LinkTest {
  private final HostKey key = HostKey.generate();

  /// A buffer that never holds anything up, so that only the window does.
  private final Wire wire = new Wire(64 << 20);

  private TunnelMover mover(TunnelSettings settings) {
    return new TunnelMover("run-1", key.publicKey(), settings, () -> {});
  }

  private static CompletableFuture<TunnelException> serve(TunnelMover mover, Wire wire) {
    CompletableFuture<TunnelException> end = new CompletableFuture<>();
    Thread.ofPlatform().daemon().start(() -> end.complete(mover.serve(wire.right())));
    return end;
  }

  private static void putUntilTheEnd(TunnelMover mover) {
    assertThatThrownBy(() -> mover.store().putIfAbsent("p/1", new byte[20 << 20]))
        .isInstanceOf(StoreException.Unreachable.class);
  }

  private Handshake.Sealed asHost() throws IOException {
    return Handshake.asHost(key, "run-1", wire.left().in(), wire.left().out());
  }

  private CompletableFuture<Object> hostServing() {
    Desk desk = Desk.of(new MemoryStore(), Rights.ALL);
    TunnelHost host = new TunnelHost(key, "run-1", desk, Session.SETTINGS);
    CompletableFuture<Object> end = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            end.complete(host.serve(wire.left()));
          } catch (TunnelException e) {
            end.complete(e);
          }
        });
    return end;
  }

  private Handshake.Sealed asMover() throws IOException {
    return Handshake.asMover(
        key.publicKey(), "run-1", HostKey.generate(), wire.right().in(), wire.right().out());
  }

  private Object endAfter(Frame... frames) throws Exception {
    CompletableFuture<Object> end = hostServing();
    Handshake.Sealed mover = asMover();
    for (Frame frame : frames) {
      mover.sealer().write(frame);
    }
    mover.sealer().flush();
    return end.get(30, TimeUnit.SECONDS);
  }

  @Test
  void nothingIsSentBeyondTheWindow() throws Exception {
    try (TunnelMover mover = mover(Session.SETTINGS)) {
      CompletableFuture<TunnelException> end = serve(mover, wire);
      Handshake.Sealed host = asHost();
      Thread.ofPlatform().daemon().start(() -> putUntilTheEnd(mover));

      int counted = 0;
      int heartbeats = 0;
      while (heartbeats < 2) {
        Frame frame = host.opener().next();
        counted += frame.counts() ? frame.size() : 0;
        heartbeats += frame instanceof Frame.Heartbeat ? 1 : 0;
      }
      assertThat(counted)
          .isLessThanOrEqualTo(Limits.WINDOW)
          .isGreaterThan(Limits.WINDOW - Limits.FRAME);

      host.sealer().write(new Frame.Credit(1 << 20));
      host.sealer().flush();
      int more = 0;
      while (heartbeats < 4) {
        Frame frame = host.opener().next();
        more += frame.counts() ? frame.size() : 0;
        heartbeats += frame instanceof Frame.Heartbeat ? 1 : 0;
      }
      assertThat(more).isPositive();
      assertThat(counted + more).isLessThanOrEqualTo(Limits.WINDOW + (1 << 20));
      assertThat(end).isNotDone();
    }
  }

  @Test
  void creditForNothingIsAViolation() throws Exception {
    try (TunnelMover mover = mover(Session.SETTINGS)) {
      CompletableFuture<TunnelException> end = serve(mover, wire);
      Handshake.Sealed host = asHost();
      host.sealer().write(new Frame.Credit(1));
      host.sealer().flush();
      assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(TunnelException.Violation.class);
    }
  }

  @Test
  void whoHearsNothingForLongCloses() throws Exception {
    TunnelSettings hasty =
        new TunnelSettings(
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60));
    try (TunnelMover mover = mover(hasty)) {
      CompletableFuture<TunnelException> end = serve(mover, wire);
      asHost();
      assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(TunnelException.Broken.class);
    }
  }

  @Test
  void callsBeyondTheLimitsAreViolations() throws Exception {
    byte[] head = StoreWords.text("p/1").toBytes();
    Frame[] calls = new Frame[Limits.CALLS + 1];
    for (int i = 0; i < calls.length; i++) {
      calls[i] = new Frame.Call(i, Operation.PUT.code(), false, 10, head);
    }
    assertThat(endAfter(calls)).isInstanceOf(TunnelException.Violation.class);
  }

  @Test
  void bytesBeyondTheChargeAreAViolation() throws Exception {
    byte[] head = StoreWords.text("p/1").toBytes();
    int most = Limits.CHARGE - 10;
    int put = Operation.PUT.code();
    assertThat(
            endAfter(
                new Frame.Call(1, put, false, most, head), new Frame.Call(2, put, false, 11, head)))
        .isInstanceOf(TunnelException.Violation.class);
  }

  @Test
  void bodiesThatFitNoCallAreViolations() throws Exception {
    assertThat(endAfter(new Frame.Data(1, new byte[1], 0, 1)))
        .isInstanceOf(TunnelException.Violation.class);
  }

  @Test
  void aBodyLongerThanAnnouncedIsAViolation() throws Exception {
    byte[] head = StoreWords.text("p/1").toBytes();
    int put = Operation.PUT.code();
    assertThat(endAfter(new Frame.Call(1, put, false, 2, head), new Frame.Data(1, head, 0, 3)))
        .isInstanceOf(TunnelException.Violation.class);
  }

  @Test
  void headsThatMakeNoSenseAreViolations() throws Exception {
    byte[] tooMuch = StoreWords.text("p/1").u8(1).toBytes();
    assertThat(endAfter(new Frame.Call(1, Operation.STAT.code(), false, 0, tooMuch)))
        .isInstanceOf(TunnelException.Violation.class);
  }

  @Test
  void framesOfTheOtherSideAreViolations() throws Exception {
    assertThat(endAfter(new Frame.Answer(1, 0, 0))).isInstanceOf(TunnelException.Violation.class);
  }

  @Test
  void aMoverThatSendsHostileKeysIsAnsweredNo() throws Exception {
    CompletableFuture<Object> end = hostServing();
    Handshake.Sealed mover = asMover();
    int id = 0;
    for (String key : List.of("p/../c/x", "/etc/passwd", "p//x", "..", "p/\0", "p/X", "")) {
      byte[] head = StoreWords.text(key).toBytes();
      mover.sealer().write(new Frame.Call(++id, Operation.PUT.code(), false, 0, head));
      mover.sealer().write(new Frame.Call(++id, Operation.DELETE.code(), false, 0, head));
      mover.sealer().flush();
      int answers = 0;
      while (answers < 2) {
        if (mover.opener().next() instanceof Frame.Answer answer) {
          assertThat(answer.status()).as(key).isEqualTo(Status.BAD_KEY.code());
          answers++;
        }
      }
    }
    assertThat(end).isNotDone();
    wire.cut();
  }
}
