package io.csdr.vault.chunk;

import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.bytes.ByteWriter;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Keyed FastCDC with normalised chunking of level 2 (`docs/format.md` section 5). Immutable: one
/// instance serves all threads.
public final class Chunker {
  private static final int TABLE = 256;
  private static final int NORMALISATION = 2;

  private final ChunkSizes sizes;
  private final long[] gear;
  private final int earlyShift;
  private final int lateShift;

  /// `key` is the vault's chunker key.
  public Chunker(byte[] key, ChunkSizes sizes) {
    this.sizes = sizes;
    this.gear = gearTable(key);
    int bits = Integer.numberOfTrailingZeros(sizes.average());
    this.earlyShift = Long.SIZE - (bits + NORMALISATION);
    this.lateShift = Long.SIZE - (bits - NORMALISATION);
  }

  /// A chunker of the default sizes.
  public Chunker(byte[] key) {
    this(key, ChunkSizes.DEFAULT);
  }

  public ChunkSizes sizes() {
    return sizes;
  }

  /// The length of the chunk that begins at `offset`, of at most `length` bytes available. Unless the
  /// content ends after `length` bytes, at least [ChunkSizes#max] must be available.
  public int cut(byte[] bytes, int offset, int length) {
    int end = Math.min(length, sizes.max());
    if (end <= sizes.min()) {
      return end;
    }
    int middle = offset + Math.min(end, sizes.average());
    long print = 0;
    int at = offset + sizes.min();
    for (; at < middle; at++) {
      print = (print << 1) + gear[bytes[at] & 0xff];
      if (print >>> earlyShift == 0) {
        return at + 1 - offset;
      }
    }
    int last = offset + end;
    for (; at < last; at++) {
      print = (print << 1) + gear[bytes[at] & 0xff];
      if (print >>> lateShift == 0) {
        return at + 1 - offset;
      }
    }
    return end;
  }

  private static long[] gearTable(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      long[] table = new long[TABLE];
      for (int i = 0; i < TABLE / 4; i++) {
        byte[] input = new ByteWriter(16).text("csdr1 gear").u32(i).toBytes();
        ByteReader words = new ByteReader(mac.doFinal(input), "gear table");
        for (int word = 0; word < 4; word++) {
          table[4 * i + word] = words.u64();
        }
      }
      return table;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks HmacSHA256", e);
    }
  }
}
