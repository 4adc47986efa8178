package io.csdr.vault.blob;

import java.util.HexFormat;

/// The keyed 256-bit digest that names a blob: four big-endian words, ordered as unsigned bytes.
public record BlobId(long a, long b, long c, long d) implements Comparable<BlobId> {

  /// Length of an id in bytes.
  public static final int BYTES = 32;

  /// Reads what [#toString()] wrote.
  ///
  /// @throws IllegalArgumentException when it is anything else
  public static BlobId parse(String text) {
    if (text.length() != 2 * BYTES) {
      throw new IllegalArgumentException("not an id of " + 2 * BYTES + " hexadecimal digits");
    }
    return new BlobId(
        HexFormat.fromHexDigitsToLong(text, 0, 16),
        HexFormat.fromHexDigitsToLong(text, 16, 32),
        HexFormat.fromHexDigitsToLong(text, 32, 48),
        HexFormat.fromHexDigitsToLong(text, 48, 64));
  }

  @Override
  public int compareTo(BlobId other) {
    int order = Long.compareUnsigned(a, other.a);
    if (order == 0) {
      order = Long.compareUnsigned(b, other.b);
    }
    if (order == 0) {
      order = Long.compareUnsigned(c, other.c);
    }
    return order == 0 ? Long.compareUnsigned(d, other.d) : order;
  }

  /// 64 lower-case hexadecimal digits.
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(a) + hex.toHexDigits(b) + hex.toHexDigits(c) + hex.toHexDigits(d);
  }
}
