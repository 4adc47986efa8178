package io.csdr.vault.bytes;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/// 128 random bits that name something.
public record RandomId(long high, long low) {
  /// Length of an id in bytes.
  public static final int BYTES = 16;

  private static final SecureRandom RANDOM = new SecureRandom();

  /// A new one.
  public static RandomId random() {
    return new RandomId(RANDOM.nextLong(), RANDOM.nextLong());
  }

  /// Reads one at the reader's position.
  public static RandomId read(ByteReader in) {
    return new RandomId(in.u64(), in.u64());
  }

  /// Parses exactly 32 lower-case hexadecimal digits.
  public static Optional<RandomId> parse(String text) {
    if (!text.matches("[0-9a-f]{32}")) {
      return Optional.empty();
    }
    return Optional.of(
        new RandomId(
            HexFormat.fromHexDigitsToLong(text, 0, 16),
            HexFormat.fromHexDigitsToLong(text, 16, 32)));
  }

  public byte[] toBytes() {
    return new ByteWriter(BYTES).u64(high).u64(low).toBytes();
  }

  /// 32 lower-case hexadecimal digits.
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
