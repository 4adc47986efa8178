package io.csdr.vault.tree;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import java.util.Arrays;

/// Appends the fields of a page to a growing array.
final class PageEncoder {
  private byte[] bytes;
  private int length;

  PageEncoder(int capacity) {
    bytes = new byte[capacity];
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  PageEncoder header(PageKind kind) {
    return u8(kind.code()).u8(PageKind.VERSION);
  }

  PageEncoder u8(int value) {
    room(1);
    bytes[length++] = (byte) value;
    return this;
  }

  PageEncoder varint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
    return this;
  }

  /// An unsigned 32-bit number.
  PageEncoder uint(int value) {
    return varint(Integer.toUnsignedLong(value));
  }

  PageEncoder svarint(long value) {
    return varint((value << 1) ^ (value >> 63));
  }

  PageEncoder raw(byte[] source, int offset, int count) {
    room(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
    return this;
  }

  PageEncoder bytes(byte[] value) {
    return varint(value.length).raw(value, 0, value.length);
  }

  PageEncoder append(PageEncoder other) {
    return raw(other.bytes, 0, other.length);
  }

  /// A path, sharing what it can with the one before.
  PageEncoder path(TreePath previous, TreePath path) {
    byte[] old = previous.shared();
    byte[] now = path.shared();
    int mismatch = Arrays.mismatch(old, now);
    int shared = mismatch < 0 ? now.length : mismatch;
    return varint(shared).varint(now.length - shared).raw(now, shared, now.length - shared);
  }

  PageEncoder id(BlobId id) {
    return u64(id.a()).u64(id.b()).u64(id.c()).u64(id.d());
  }

  private PageEncoder u64(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  /// Stores what was written as a blob of type tree.
  BlobId put(BlobWriter writer) {
    return writer.put(BlobType.TREE, bytes, 0, length);
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void room(int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
    }
  }
}
