package io.csdr.vault.store;

import java.time.Instant;
import java.util.Objects;

/// One object as its store lists it. `modified` is the store's own time, never this machine's unless
/// the store is this machine.
public record StoredObject(String key, long size, Instant modified) {
  public StoredObject {
    Objects.requireNonNull(key, "key is null");
    Objects.requireNonNull(modified, "modified is null");
    if (size < 0) {
      throw new IllegalArgumentException("negative size of " + key);
    }
  }
}
