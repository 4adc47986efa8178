package io.csdr.vault.tunnel;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Bytes that go both ways, in order. `closer` ends both directions and makes a blocked read or write
/// of another thread fail; it may be called more than once.
public record DuplexStream(InputStream in, OutputStream out, Closeable closer)
    implements Closeable {
  @Override
  public void close() throws IOException {
    closer.close();
  }
}
