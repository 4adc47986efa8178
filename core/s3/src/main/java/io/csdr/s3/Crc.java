package io.csdr.s3;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/// The checksum of `x-amz-checksum-crc32c`.
final class Crc {
  static final String HEADER = "x-amz-checksum-crc32c";

  private Crc() {}

  /// Four bytes, most significant first, in Base64.
  static String of(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array());
  }
}
