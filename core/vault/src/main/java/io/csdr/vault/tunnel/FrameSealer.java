package io.csdr.vault.tunnel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// Seals and writes the frames of one direction of one connection. Used by one thread at a time.
final class FrameSealer {
  private final OutputStream out;
  private final SecretKey key;
  private final Cipher cipher;
  private final ByteBuffer plain = ByteBuffer.allocate(Limits.FRAME);
  private final byte[] wire = new byte[4 + Limits.FRAME + Limits.TAG];
  private long number;

  FrameSealer(OutputStream out, SecretKey key) throws GeneralSecurityException {
    this.out = out;
    this.key = key;
    this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
  }

  /// The nonce of a direction's frame.
  static GCMParameterSpec nonce(long number) {
    byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(number).array();
    return new GCMParameterSpec(Limits.TAG * 8, nonce);
  }

  /// Writes one frame; what was written may lie in buffers until [#flush()].
  void write(Frame frame) throws IOException {
    if (number == Limits.FRAMES) {
      throw new TunnelException.Broken("this connection's keys are used up");
    }
    plain.clear();
    frame.encode(plain);
    int length = plain.position();
    ByteBuffer.wrap(wire).putInt(length + Limits.TAG);
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, nonce(number));
      number++;
      int at = 4 + cipher.doFinal(plain.array(), 0, length, wire, 4);
      out.write(wire, 0, at);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to seal a frame", e);
    }
  }

  /// Sends what lies in buffers.
  void flush() throws IOException {
    out.flush();
  }
}
