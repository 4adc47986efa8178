package io.csdr.testing.oss;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The sums that an object is stored with.
final class Checksums {
  /// ECMA-182's polynomial with its bits in reverse order.
  private static final long POLYNOMIAL = 0xC96C5795D7870F42L;

  private static final long[] TABLE = table();

  private Checksums() {}

  /// CRC-64/XZ as an unsigned decimal number, the way headers show it.
  static String crc64(byte[] bytes) {
    long crc = -1;
    for (byte b : bytes) {
      crc = TABLE[(int) (crc ^ b) & 0xFF] ^ (crc >>> 8);
    }
    return Long.toUnsignedString(~crc);
  }

  static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The quoted tag of an object that was put in one piece.
  static String tag(byte[] bytes) {
    return '"' + HexFormat.of().withUpperCase().formatHex(md5(bytes)) + '"';
  }

  private static long[] table() {
    long[] table = new long[256];
    for (int i = 0; i < table.length; i++) {
      long crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
      }
      table[i] = crc;
    }
    return table;
  }
}
