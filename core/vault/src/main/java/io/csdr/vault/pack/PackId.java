package io.csdr.vault.pack;

import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.bytes.RandomId;
import java.util.Optional;

/// The random name of a pack.
public record PackId(RandomId value) {

  public static PackId random() {
    return new PackId(RandomId.random());
  }

  public static PackId read(ByteReader in) {
    return new PackId(RandomId.read(in));
  }

  /// Parses exactly 32 lower-case hexadecimal digits.
  public static Optional<PackId> parse(String text) {
    return RandomId.parse(text).map(PackId::new);
  }

  public byte[] toBytes() {
    return value.toBytes();
  }

  /// 32 lower-case hexadecimal digits.
  @Override
  public String toString() {
    return value.toString();
  }
}
