package io.csdr.vault.bytes;

import io.csdr.vault.blob.BlobId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Appends the format's big-endian integers and byte strings to a growing array.
public final class ByteWriter {
  private byte[] bytes;
  private int length;

  /// Starts with room for `capacity` bytes.
  public ByteWriter(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  /// How many bytes were written.
  public int length() {
    return length;
  }

  public ByteWriter u8(int value) {
    room(1);
    bytes[length++] = (byte) value;
    return this;
  }

  public ByteWriter u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  public ByteWriter u32(int value) {
    return u16(value >>> 16).u16(value);
  }

  public ByteWriter u64(long value) {
    return u32((int) (value >>> 32)).u32((int) value);
  }

  /// Writes the ASCII or UTF-8 bytes without a length.
  public ByteWriter text(String text) {
    return raw(text.getBytes(StandardCharsets.UTF_8));
  }

  public ByteWriter id(BlobId id) {
    return u64(id.a()).u64(id.b()).u64(id.c()).u64(id.d());
  }

  public ByteWriter raw(byte[] source) {
    return raw(source, 0, source.length);
  }

  public ByteWriter raw(byte[] source, int offset, int count) {
    room(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
    return this;
  }

  public ByteWriter zeros(int count) {
    room(count);
    length += count;
    return this;
  }

  /// A copy of what was written.
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void room(int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
    }
  }
}
