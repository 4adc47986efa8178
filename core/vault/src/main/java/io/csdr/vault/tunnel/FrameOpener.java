package io.csdr.vault.tunnel;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/// Reads and opens the frames of one direction of one connection. Used by one thread at a time.
final class FrameOpener {
  private final DataInputStream in;
  private final SecretKey key;
  private final Cipher cipher;
  private final byte[] wire = new byte[Limits.FRAME + Limits.TAG];
  private final byte[] plain = new byte[Limits.FRAME];
  private long number;

  FrameOpener(InputStream in, SecretKey key) throws GeneralSecurityException {
    this.in = new DataInputStream(in);
    this.key = key;
    this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
  }

  /// The next frame; a [Frame.Data] is valid until the next call.
  ///
  /// @throws TunnelException.Violation when it was altered, reordered or makes no sense
  /// @throws java.io.EOFException when the stream ends
  Frame next() throws IOException {
    int length = in.readInt();
    if (length <= Limits.TAG || length > wire.length) {
      throw new TunnelException.Violation("a frame of " + length + " bytes was announced");
    }
    in.readFully(wire, 0, length);
    if (number == Limits.FRAMES) {
      throw new TunnelException.Broken("this connection's keys are used up");
    }
    try {
      cipher.init(Cipher.DECRYPT_MODE, key, FrameSealer.nonce(number));
      number++;
      return Frame.decode(plain, cipher.doFinal(wire, 0, length, plain, 0));
    } catch (GeneralSecurityException e) {
      throw new TunnelException.Violation("a frame was altered on the way");
    }
  }
}
