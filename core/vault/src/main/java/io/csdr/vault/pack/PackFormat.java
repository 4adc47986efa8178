package io.csdr.vault.pack;

import io.csdr.vault.bytes.ByteWriter;
import java.util.zip.CRC32C;

/// Sizes, nonces and checksums of a pack (`docs/format.md` section 6).
public final class PackFormat {
  /// Length of the header.
  public static final int HEADER = 64;

  /// Length of a frame's clear part.
  public static final int FRAME = 12;

  /// Length of what precedes a blob's stored bytes inside the seal.
  public static final int INNER = 40;

  /// Length of the tail.
  public static final int TAIL = 16;

  /// The longest pack that is read.
  public static final int MOST_BYTES = 256 << 20;

  static final int FRAME_MAGIC = 0x43534445;
  static final String TAIL_MAGIC = "CSDF";

  private PackFormat() {}

  static byte[] entryNonce(int offset) {
    return new ByteWriter(16).u32(0).u64(offset).toBytes();
  }

  static byte[] footerNonce(int offset) {
    return new ByteWriter(16).u32(1).u64(offset).toBytes();
  }

  static byte[] entryAad(PackHeader pack, int offset, int sealedLength) {
    return new ByteWriter(40)
        .raw(pack.vault().toBytes())
        .raw(pack.id().toBytes())
        .u32(offset)
        .u32(sealedLength)
        .toBytes();
  }

  static byte[] footerAad(PackHeader pack, int offset, int sealedLength) {
    return new ByteWriter(HEADER + 8).raw(pack.encode()).u32(offset).u32(sealedLength).toBytes();
  }

  static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
