package io.csdr.vault.tree;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import java.util.Arrays;

/// Reads the fields of one page; everything that breaks the format is [VaultException.Corrupt].
final class PageDecoder {
  private final byte[] bytes;
  private final BlobId page;
  private int at;

  /// Begins behind the header of a page that must be of this kind.
  PageDecoder(byte[] bytes, BlobId page, PageKind kind) {
    this.bytes = bytes;
    this.page = page;
    if (u8() != kind.code()) {
      throw corrupt("it is no page of kind " + kind);
    }
    int version = u8();
    if (version != PageKind.VERSION) {
      throw new VaultException.TooNew("tree page " + page + " has version " + version);
    }
  }

  VaultException.Corrupt corrupt(String why) {
    return new VaultException.Corrupt("tree page " + page + ": " + why + " (byte " + at + ")");
  }

  BlobId page() {
    return page;
  }

  int u8() {
    need(1);
    return bytes[at++] & 0xff;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = u8();
      if (shift == 63 && b > 1) {
        throw corrupt("a number exceeds 64 bits");
      }
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        if (b == 0 && shift > 0) {
          throw corrupt("a number has needless bytes");
        }
        return value;
      }
    }
    throw corrupt("a number exceeds 64 bits");
  }

  /// A number from `least` to `most`, both not negative.
  long varint(long least, long most, String what) {
    long value = varint();
    if (value < least || value > most) {
      throw corrupt(what + " is " + Long.toUnsignedString(value));
    }
    return value;
  }

  int count(int least, int most, String what) {
    return (int) varint(least, most, what);
  }

  /// An unsigned 32-bit number.
  int uint(String what) {
    return (int) varint(0, 0xffffffffL, what);
  }

  long svarint() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  byte[] raw(int count) {
    need(count);
    byte[] part = Arrays.copyOfRange(bytes, at, at + count);
    at += count;
    return part;
  }

  byte[] bytes(int least, int most, String what) {
    return raw(count(least, most, "length of " + what));
  }

  /// A path that shares bytes with the one before.
  TreePath path(TreePath previous) {
    byte[] old = previous.shared();
    int shared = count(0, old.length, "shared length of a path");
    int rest = count(0, TreePath.MAX_BYTES - shared, "length of a path");
    need(rest);
    byte[] path = Arrays.copyOf(old, shared + rest);
    System.arraycopy(bytes, at, path, shared, rest);
    at += rest;
    return path(path);
  }

  /// A path in full.
  TreePath path() {
    return path(bytes(0, TreePath.MAX_BYTES, "a path"));
  }

  private TreePath path(byte[] path) {
    String problem = TreePath.problem(path);
    if (problem != null) {
      throw corrupt(problem);
    }
    return TreePath.checked(path);
  }

  BlobId id() {
    return new BlobId(u64(), u64(), u64(), u64());
  }

  private long u64() {
    need(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (bytes[at++] & 0xff);
    }
    return value;
  }

  /// Requires that nothing is left.
  void end() {
    if (at != bytes.length) {
      throw corrupt(bytes.length - at + " bytes too many");
    }
  }

  private void need(int count) {
    if (count < 0 || count > bytes.length - at) {
      throw corrupt("it ends too early");
    }
  }
}
