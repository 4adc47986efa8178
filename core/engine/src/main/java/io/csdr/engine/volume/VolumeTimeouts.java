package io.csdr.engine.volume;

import java.time.Duration;

/// How long the cluster may take: `snapshot` for a snapshot to be cut, and again to become readable;
/// `start` for a mover to run, with its volume provisioned and attached; `job` for all of a mover's work.
public record VolumeTimeouts(Duration snapshot, Duration start, Duration job) {
  /// Generous enough for cloud disks and growing node pools.
  public static final VolumeTimeouts DEFAULT =
      new VolumeTimeouts(Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofHours(24));
}
