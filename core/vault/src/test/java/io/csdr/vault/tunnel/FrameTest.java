package io.csdr.vault.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class FrameTest {
  private static final SecretKey KEY = new SecretKeySpec(new byte[32], "AES");

  private static byte[] encode(Frame frame) {
    ByteBuffer to = ByteBuffer.allocate(Limits.FRAME);
    frame.encode(to);
    assertThat(to.position()).isEqualTo(frame.size());
    byte[] bytes = new byte[to.position()];
    to.flip().get(bytes);
    return bytes;
  }

  private static Frame decode(byte[] plain) throws TunnelException.Violation {
    return Frame.decode(plain, plain.length);
  }

  private static byte[] seal(Frame... frames) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FrameSealer sealer = new FrameSealer(out, KEY);
    for (Frame frame : frames) {
      sealer.write(frame);
    }
    return out.toByteArray();
  }

  private static FrameOpener open(byte[] wire) throws Exception {
    return new FrameOpener(new ByteArrayInputStream(wire), KEY);
  }

  @Test
  void everyFrameComesBackAsItWas() throws Exception {
    byte[] head = {1, 2, 3};
    for (Frame frame :
        List.of(
            new Frame.Ready(),
            new Frame.Heartbeat(),
            new Frame.Credit(1 << 20),
            new Frame.Cancel(),
            new Frame.Replaced(),
            new Frame.Bye(),
            new Frame.Answer(9, 4, Limits.BODY))) {
      assertThat(decode(encode(frame))).isEqualTo(frame);
    }
    Frame.Call call = (Frame.Call) decode(encode(new Frame.Call(7, 2, true, 99, head)));
    assertThat(call).usingRecursiveComparison().isEqualTo(new Frame.Call(7, 2, true, 99, head));
    Frame.Data data = (Frame.Data) decode(encode(new Frame.Data(7, head, 1, 2)));
    assertThat(data.id()).isEqualTo(7);
    assertThat(data.length()).isEqualTo(2);
    assertThat(data.bytes()[data.offset()]).isEqualTo((byte) 2);
    Frame.Progress progress = (Frame.Progress) decode(encode(new Frame.Progress(head)));
    assertThat(progress.bytes()).isEqualTo(head);
  }

  @Test
  void framesOfTheWrongShapeAreViolations() {
    for (byte[] plain :
        List.of(
            new byte[0],
            new byte[] {0},
            new byte[] {7},
            new byte[] {99},
            new byte[] {1, 0},
            new byte[] {3, 0, 0},
            new byte[] {16, 0, 0, 0},
            new byte[] {17, 0, 0, 0, 0, 0, 0, 0, 1},
            encode(new Frame.Answer(1, 1, -1)),
            encode(new Frame.Answer(1, 1, Limits.BODY + 1)),
            encode(new Frame.Call(1, 1, false, Limits.BODY + 1, new byte[0])),
            encode(new Frame.Call(1, 1, false, 0, new byte[Limits.HEAD + 1])),
            encode(new Frame.Progress(new byte[Limits.HEAD + 1])))) {
      assertThatThrownBy(() -> decode(plain))
          .as("%s", (Object) plain)
          .isInstanceOf(TunnelException.Violation.class);
    }
  }

  @Test
  void randomBytesNeverDoWorseThanAViolation() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] plain = new byte[random.nextInt(40)];
      random.nextBytes(plain);
      if (plain.length > 0) {
        plain[0] = (byte) random.nextInt(24);
      }
      try {
        assertThat(decode(plain).size()).isEqualTo(plain.length);
      } catch (TunnelException.Violation e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void hostileLengthsEndTheConnectionBeforeMemoryIsTaken() throws Exception {
    for (int length : new int[] {-1, 0, 16, Limits.FRAME + Limits.TAG + 1, Integer.MAX_VALUE}) {
      byte[] wire = ByteBuffer.allocate(64).putInt(length).array();
      assertThatThrownBy(() -> open(wire).next())
          .as("%d", length)
          .isInstanceOf(TunnelException.Violation.class);
    }
  }

  @Test
  void anyAlteredByteIsNoticed() throws Exception {
    byte[] wire = seal(new Frame.Credit(5));
    for (int at = 4; at < wire.length; at++) {
      byte[] altered = wire.clone();
      altered[at] ^= 1;
      assertThatThrownBy(() -> open(altered).next()).isInstanceOf(TunnelException.Violation.class);
    }
  }

  @Test
  void framesCannotBeSwappedRepeatedOrDropped() throws Exception {
    byte[] first = seal(new Frame.Credit(1));
    byte[] both = seal(new Frame.Credit(1), new Frame.Credit(2));
    ByteBuffer repeated = ByteBuffer.allocate(first.length * 2).put(first).put(first);
    FrameOpener opener = open(repeated.array());
    assertThat(opener.next()).isEqualTo(new Frame.Credit(1));
    assertThatThrownBy(opener::next).isInstanceOf(TunnelException.Violation.class);

    ByteBuffer dropped = ByteBuffer.allocate(first.length);
    dropped.put(both, first.length, first.length);
    assertThatThrownBy(() -> open(dropped.array()).next())
        .isInstanceOf(TunnelException.Violation.class);
  }

  @Test
  void aStreamThatEndsWithinAFrameEndsTheConnection() throws Exception {
    byte[] wire = seal(new Frame.Credit(5));
    ByteBuffer cut = ByteBuffer.allocate(wire.length - 1).put(wire, 0, wire.length - 1);
    assertThatThrownBy(() -> open(cut.array()).next()).isInstanceOf(EOFException.class);
  }
}
