package io.csdr.vault.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Immutable raw bytes, ordered as unsigned numbers: a name, a link target or an attribute's value.
public final class ByteString implements Comparable<ByteString> {
  private final byte[] bytes;

  private ByteString(byte[] owned) {
    this.bytes = owned;
  }

  /// Copies the array.
  public static ByteString of(byte[] bytes) {
    return new ByteString(bytes.clone());
  }

  /// Takes an array that nobody changes any more.
  static ByteString owning(byte[] bytes) {
    return new ByteString(bytes);
  }

  /// The UTF-8 form of a text.
  public static ByteString utf8(String text) {
    return new ByteString(text.getBytes(StandardCharsets.UTF_8));
  }

  public int length() {
    return bytes.length;
  }

  /// A copy.
  public byte[] toBytes() {
    return bytes.clone();
  }

  /// Whether these bytes begin with those.
  public boolean startsWith(ByteString prefix) {
    return bytes.length >= prefix.bytes.length
        && Arrays.equals(bytes, 0, prefix.bytes.length, prefix.bytes, 0, prefix.bytes.length);
  }

  /// The bytes themselves, for this package to read.
  byte[] shared() {
    return bytes;
  }

  @Override
  public int compareTo(ByteString other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteString that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// For people: UTF-8 with everything that is not well-formed or printable as `\xNN`.
  @Override
  public String toString() {
    return Display.of(bytes);
  }
}
