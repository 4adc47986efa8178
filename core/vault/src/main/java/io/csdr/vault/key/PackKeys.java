package io.csdr.vault.key;

import io.csdr.vault.pack.PackId;

/// Hands out the key of one pack at a time. Methods may be called by many threads.
@FunctionalInterface
public interface PackKeys {

  /// The 32-byte key of the pack that was or will be sealed in `epoch`.
  ///
  /// @throws PackDenied when the asker has no business with that pack
  byte[] key(PackId pack, int epoch, Purpose purpose);

  /// The owner of the keys refuses this pack.
  final class PackDenied extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PackDenied(PackId pack, Purpose purpose) {
      super("no key to " + purpose.name().toLowerCase(java.util.Locale.ROOT) + " pack " + pack);
    }
  }
}
