package io.csdr.model.request;

import java.util.Locale;

/// What a restore does with an object that is already there.
public enum ExistingPolicy {
  /// Leave it and report how it differs.
  NONE,
  /// Bring it to the state of the backup.
  UPDATE,
  /// Delete that very object and create it anew.
  REPLACE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
