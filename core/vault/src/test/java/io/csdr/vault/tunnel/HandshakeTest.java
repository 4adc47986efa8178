package io.csdr.vault.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  private static final String RUN = "run-1";

  private final HostKey key = HostKey.generate();
  private final HostKey session = HostKey.generate();
  private final Wire wire = new Wire(1 << 12);

  private CompletableFuture<Handshake.Sealed> mover(byte[] hostKey, String run) {
    CompletableFuture<Handshake.Sealed> done = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            InputStream in = wire.right().in();
            done.complete(Handshake.asMover(hostKey, run, session, in, wire.right().out()));
          } catch (IOException e) {
            done.completeExceptionally(e);
            wire.cut();
          }
        });
    return done;
  }

  private Handshake.Sealed host(HostKey with, String run) throws IOException {
    try {
      return Handshake.asHost(with, run, wire.left().in(), wire.left().out());
    } catch (IOException e) {
      wire.cut();
      throw e;
    }
  }

  @Test
  void bothSidesReadWhatTheOtherSeals() throws Exception {
    CompletableFuture<Handshake.Sealed> mover = mover(key.publicKey(), RUN);
    Handshake.Sealed host = host(key, RUN);
    assertThat(host.moverSession()).isEqualTo(session.publicKey());

    host.sealer().write(new Frame.Credit(42));
    host.sealer().flush();
    assertThat(mover.get().opener().next()).isEqualTo(new Frame.Credit(42));
    mover.get().sealer().write(new Frame.Bye());
    mover.get().sealer().flush();
    assertThat(host.opener().next()).isEqualTo(new Frame.Bye());
  }

  @Test
  void aHostWithAnotherKeyLearnsThatItsMoverIsNotThere() {
    CompletableFuture<Handshake.Sealed> mover = mover(key.publicKey(), RUN);
    assertThatThrownBy(() -> host(HostKey.generate(), RUN))
        .isInstanceOf(TunnelException.WrongPeer.class);
    assertThatThrownBy(mover::get).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void anotherRunIsRefused() {
    CompletableFuture<Handshake.Sealed> mover = mover(key.publicKey(), "run-2");
    assertThatThrownBy(() -> host(key, RUN)).isInstanceOf(TunnelException.WrongPeer.class);
    assertThatThrownBy(mover::get).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void aCallerWithoutTheKeyGetsNothingButPublicKeys() throws Exception {
    CompletableFuture<Handshake.Sealed> mover = mover(key.publicKey(), RUN);
    OutputStream out = wire.left().out();
    out.write("CSDRTUN1".getBytes(StandardCharsets.US_ASCII));
    out.write(HostKey.generate().publicKey());
    byte[] hello = wire.left().in().readNBytes(8 + 32 + 32 + 32);
    assertThat(hello).hasSize(104);
    out.write(new byte[32]);

    assertThatThrownBy(mover::get).hasCauseInstanceOf(TunnelException.WrongPeer.class);
    assertThatThrownBy(() -> wire.left().in().read()).isInstanceOf(IOException.class);
  }

  @Test
  void aRecordedHostConvincesNobodyTwice() throws Exception {
    ByteArrayOutputStream recorded = new ByteArrayOutputStream();
    CompletableFuture<Handshake.Sealed> mover = mover(key.publicKey(), RUN);
    OutputStream tap =
        new FilterOutputStream(wire.left().out()) {
          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            recorded.write(bytes, offset, length);
            out.write(bytes, offset, length);
          }
        };
    Handshake.asHost(key, RUN, wire.left().in(), tap);
    mover.get();

    InputStream replay = new ByteArrayInputStream(recorded.toByteArray());
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    assertThatThrownBy(() -> Handshake.asMover(key.publicKey(), RUN, session, replay, sent))
        .isInstanceOf(TunnelException.WrongPeer.class);
    assertThat(sent.size()).isEqualTo(104);
  }

  @Test
  void aVoidPublicKeyIsRefused() throws Exception {
    byte[] hello = Arrays.copyOf("CSDRTUN1".getBytes(StandardCharsets.US_ASCII), 40);
    assertThatThrownBy(() ->
            Handshake.asMover(
                key.publicKey(),
                RUN,
                session,
                new ByteArrayInputStream(hello),
                new ByteArrayOutputStream()))
        .isInstanceOf(TunnelException.WrongPeer.class);
  }

  @Test
  void everyBitOfTheMoversHelloMatters() throws Exception {
    for (int at = 8; at < 104; at += 5) {
      Wire altered = new Wire(1 << 12);
      byte[] publicKey = key.publicKey();
      HostKey own = session;
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            try {
              Handshake.asMover(publicKey, RUN, own, altered.left().in(), altered.left().out());
            } catch (IOException _) {
              altered.cut();
            }
          });
      altered.flipFromLeft(at);
      assertThatThrownBy(
              () -> Handshake.asHost(key, RUN, altered.right().in(), altered.right().out()))
          .as("byte %d", at)
          .isInstanceOf(TunnelException.WrongPeer.class);
      altered.cut();
    }
  }
}
