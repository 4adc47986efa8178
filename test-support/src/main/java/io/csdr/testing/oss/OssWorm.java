package io.csdr.testing.oss;

import java.time.Duration;
import java.time.Instant;

/// A retention policy of a bucket.
record OssWorm(String id, int days, Instant created, boolean locked) {
  /// A policy that is not locked within this time is void.
  static final Duration GRACE = Duration.ofHours(24);

  boolean isVoid(Instant now) {
    return !locked && !now.isBefore(created.plus(GRACE));
  }

  boolean protects(OssVersion version, Instant now) {
    return !version.marker() && now.isBefore(version.modified().plus(Duration.ofDays(days)));
  }
}
