package io.csdr.vault.tunnel;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Notes when the last byte came in: a slow connection that moves one byte after the other is not dead.
final class Pulse extends FilterInputStream {
  private volatile long last = System.nanoTime();

  Pulse(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    last = System.nanoTime();
    return read;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int read = super.read(to, offset, length);
    last = System.nanoTime();
    return read;
  }

  /// Nanoseconds since something came in.
  long silence() {
    return System.nanoTime() - last;
  }
}
