package io.csdr.vault.codec;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;

/// Compresses one blob at a time at a fixed level; holds native memory until closed. Not for several
/// threads at once.
public final class Compressor implements AutoCloseable {
  // A codec that saves less than a 32nd is not worth the work of undoing it.
  private static final int LEAST_GAIN_SHIFT = 5;

  private final ZstdCompressCtx zstd;
  private final Level level;
  private byte[] out = new byte[0];

  public Compressor(Level level) {
    this.level = level;
    this.zstd = new ZstdCompressCtx();
    if (level != Level.NONE) {
      zstd.setLevel(level.zstd());
    }
  }

  /// The stored form of a blob, valid until the next call.
  @SuppressWarnings("ArrayRecordComponent")
  public record Stored(Codec codec, byte[] bytes, int offset, int length) {}

  /// Compresses, or hands back the input where that does not pay.
  public Stored compress(byte[] plain, int offset, int length) {
    int most = length - (length >>> LEAST_GAIN_SHIFT) - 1;
    if (level == Level.NONE || most < 1) {
      return new Stored(Codec.RAW, plain, offset, length);
    }
    if (out.length < most) {
      out = new byte[Math.max(most, 64 << 10)];
    }
    try {
      int size = zstd.compressByteArray(out, 0, most, plain, offset, length);
      return new Stored(Codec.ZSTD, out, 0, size);
    } catch (ZstdException e) {
      // The output did not fit into what would have paid: the one error zstd can have here.
      return new Stored(Codec.RAW, plain, offset, length);
    }
  }

  @Override
  public void close() {
    zstd.close();
  }
}
