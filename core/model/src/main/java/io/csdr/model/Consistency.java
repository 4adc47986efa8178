package io.csdr.model;

import java.util.Locale;

/// What a captured volume is worth as a point in time, strongest first. A backup is as good as its
/// weakest volume.
public enum Consistency {
  /// All members frozen, or one atomic group, between proven freeze and thaw.
  APPLICATION,
  /// One atomic snapshot, as if the power had failed.
  CRASH,
  /// Copied while in use: not a point in time.
  LIVE;

  /// Whether this is at least as strong as `wanted`.
  public boolean satisfies(Consistency wanted) {
    return compareTo(wanted) <= 0;
  }

  /// The weaker of the two.
  public Consistency weakest(Consistency other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /// `application`, `crash` or `live`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
