package io.csdr.alibaba.oss;

/// CRC-64/XZ, the sum that OSS keeps of every object; eight bytes at a time.
final class Crc64 {
  /// ECMA-182's polynomial with its bits in reverse order.
  private static final long POLYNOMIAL = 0xC96C5795D7870F42L;

  private static final int STRIDE = 8;
  private static final long[][] TABLES = tables();

  private Crc64() {}

  static long of(byte[] bytes, int offset, int length) {
    long crc = -1;
    int i = offset;
    int end = offset + length;
    for (; end - i >= STRIDE; i += STRIDE) {
      long mixed = crc ^ word(bytes, i);
      crc = 0;
      for (int b = 0; b < STRIDE; b++) {
        crc ^= TABLES[STRIDE - 1 - b][(int) (mixed >>> (8 * b)) & 0xFF];
      }
    }
    for (; i < end; i++) {
      crc = TABLES[0][(int) (crc ^ bytes[i]) & 0xFF] ^ (crc >>> 8);
    }
    return ~crc;
  }

  /// Eight bytes, the first one lowest.
  private static long word(byte[] bytes, int at) {
    long word = 0;
    for (int b = STRIDE - 1; b >= 0; b--) {
      word = (word << 8) | (bytes[at + b] & 0xFF);
    }
    return word;
  }

  private static long[][] tables() {
    long[][] tables = new long[STRIDE][256];
    for (int i = 0; i < 256; i++) {
      long crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
      }
      tables[0][i] = crc;
    }
    for (int i = 0; i < 256; i++) {
      for (int t = 1; t < STRIDE; t++) {
        long before = tables[t - 1][i];
        tables[t][i] = tables[0][(int) before & 0xFF] ^ (before >>> 8);
      }
    }
    return tables;
  }
}
