package io.csdr.vault.key;

/// What a pack key is asked for.
public enum Purpose {
  /// Opening an existing pack.
  READ,
  /// Sealing a new pack whose id was just drawn.
  WRITE
}
