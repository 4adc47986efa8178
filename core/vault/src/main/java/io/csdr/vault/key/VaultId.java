package io.csdr.vault.key;

import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.bytes.RandomId;
import java.util.Optional;

/// The random name of a vault; every sealed byte of the vault is bound to it.
public record VaultId(RandomId value) {

  public static VaultId random() {
    return new VaultId(RandomId.random());
  }

  public static VaultId read(ByteReader in) {
    return new VaultId(RandomId.read(in));
  }

  /// Parses exactly 32 lower-case hexadecimal digits.
  public static Optional<VaultId> parse(String text) {
    return RandomId.parse(text).map(VaultId::new);
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
