package io.csdr.vault.chunk;

import java.io.IOException;
import java.io.InputStream;

/// Cuts a stream into chunks. Holds one buffer of twice the maximum chunk size; not for several threads.
public final class ChunkStream {
  // File streams keep a native buffer as large as the largest read.
  private static final int READ = 256 << 10;

  private final Chunker chunker;
  private final byte[] buffer;

  public ChunkStream(Chunker chunker) {
    this.chunker = chunker;
    this.buffer = new byte[2 * chunker.sizes().max()];
  }

  /// Takes chunks in the order of the content.
  @FunctionalInterface
  public interface Sink {
    /// The chunk is valid during the call only.
    void chunk(byte[] bytes, int offset, int length) throws IOException;
  }

  /// Reads to the end of `in` and passes on every chunk; an empty stream has none. Returns the bytes read.
  public long drain(InputStream in, Sink sink) throws IOException {
    int from = 0;
    int filled = 0;
    boolean ended = false;
    long total = 0;
    while (true) {
      int most = chunker.sizes().max();
      while (!ended && filled - from < most) {
        if (filled == buffer.length) {
          System.arraycopy(buffer, from, buffer, 0, filled - from);
          filled -= from;
          from = 0;
        }
        int got = in.read(buffer, filled, Math.min(buffer.length - filled, READ));
        ended = got < 0;
        filled += Math.max(got, 0);
      }
      if (from == filled) {
        return total;
      }
      int length = chunker.cut(buffer, from, filled - from);
      sink.chunk(buffer, from, length);
      from += length;
      total += length;
    }
  }
}
