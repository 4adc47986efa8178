package io.csdr.model;

import java.util.Locale;

/// How the user wants volumes captured.
public enum VolumeMode {
  /// A snapshot where the driver can, else a live copy.
  AUTO,
  /// Snapshots only; a volume that cannot be snapshotted is a failure.
  SNAPSHOT,
  /// Live copies only.
  COPY,
  /// No data.
  NONE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
