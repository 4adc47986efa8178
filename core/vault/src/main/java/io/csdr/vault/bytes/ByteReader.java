package io.csdr.vault.bytes;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the format's integers and byte strings; reading past the end is [VaultException.Corrupt].
public final class ByteReader {
  private final byte[] bytes;
  private final String what;
  private final int end;
  private int position;

  /// Reads the whole array; `what` names it in error messages.
  public ByteReader(byte[] bytes, String what) {
    this(bytes, 0, bytes.length, what);
  }

  /// Reads `length` bytes from `offset`.
  public ByteReader(byte[] bytes, int offset, int length, String what) {
    this.bytes = bytes;
    this.what = what;
    this.position = offset;
    this.end = offset + length;
  }

  /// How many bytes are left.
  public int left() {
    return end - position;
  }

  public int u8() {
    need(1);
    return bytes[position++] & 0xff;
  }

  public int u16() {
    return u8() << 8 | u8();
  }

  public int u32() {
    return u16() << 16 | u16();
  }

  public long u64() {
    return (long) u32() << 32 | (u32() & 0xffffffffL);
  }

  /// A length or count: an unsigned 32-bit integer that must not exceed `most`.
  public int count(int most) {
    int value = u32();
    if (value < 0 || value > most) {
      throw corrupt("a length of " + Integer.toUnsignedString(value) + " exceeds " + most);
    }
    return value;
  }

  public BlobId id() {
    return new BlobId(u64(), u64(), u64(), u64());
  }

  public byte[] raw(int count) {
    need(count);
    byte[] part = Arrays.copyOfRange(bytes, position, position + count);
    position += count;
    return part;
  }

  /// `count` bytes of well-formed UTF-8.
  public String text(int count) {
    need(count);
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, position, count))
              .toString();
      position += count;
      return text;
    } catch (CharacterCodingException e) {
      throw new VaultException.Corrupt(what + ": text is not UTF-8", e);
    }
  }

  public void skip(int count) {
    need(count);
    position += count;
  }

  /// Requires these ASCII characters next.
  public void magic(String magic) {
    if (!text(magic.length()).equals(magic)) {
      throw corrupt("it does not begin with " + magic);
    }
  }

  /// Requires that nothing is left.
  public void end() {
    if (left() != 0) {
      throw corrupt(left() + " bytes too many");
    }
  }

  /// What to throw when the content makes no sense.
  public VaultException.Corrupt corrupt(String why) {
    return new VaultException.Corrupt(what + ": " + why);
  }

  private void need(int count) {
    if (count < 0 || count > end - position) {
      throw corrupt("it ends " + (count - left()) + " bytes too early");
    }
  }
}
