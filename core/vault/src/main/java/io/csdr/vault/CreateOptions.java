package io.csdr.vault;

import io.csdr.vault.key.VaultId;
import io.csdr.vault.seal.Suite;

/// What a new vault is like. The id is chosen first, because key files name it.
public record CreateOptions(VaultId id, Suite suite, String label) {
  /// A new id, AES-256-GCM and no label.
  public static CreateOptions standard() {
    return new CreateOptions(VaultId.random(), Suite.AES_256_GCM, "");
  }
}
