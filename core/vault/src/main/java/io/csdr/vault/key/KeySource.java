package io.csdr.vault.key;

import java.util.Iterator;
import java.util.List;

/// Offers keys for a vault, one after the other; asked for the next one only while none opened it, so
/// that a prompt can come last.
@FunctionalInterface
public interface KeySource {

  /// The keys to try for this vault, in order.
  Iterator<KeyMaterial> keysFor(VaultId vault);

  /// Offers exactly these.
  static KeySource of(KeyMaterial... keys) {
    List<KeyMaterial> list = List.of(keys);
    return vault -> list.iterator();
  }
}
