package io.csdr.mover;

import io.csdr.vault.tunnel.DuplexStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream that ends in the middle of things.
final class Severed {
  private Severed() {}

  /// The stream until so many bytes have come in.
  static DuplexStream after(DuplexStream stream, long bytes) {
    InputStream in =
        new FilterInputStream(stream.in()) {
          private long left = bytes;

          @Override
          public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
          }

          @Override
          public int read(byte[] to, int offset, int length) throws IOException {
            if (left <= 0) {
              stream.close();
              throw new IOException("severed");
            }
            int count = super.read(to, offset, (int) Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
          }
        };
    return new DuplexStream(in, stream.out(), stream);
  }
}
