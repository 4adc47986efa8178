package io.csdr.engine.volume.claim;

import io.csdr.model.Consistency;
import io.csdr.model.Failure;

/// How the data of one claim is captured, or why it is not.
public sealed interface CaptureMethod {
  /// A method that yields data.
  sealed interface Capturing extends CaptureMethod {
    /// What the result is worth.
    Consistency consistency();
  }

  /// By the driver's snapshot with this VolumeSnapshotClass; its copy is mounted with `storageClass`.
  record Snapshot(String snapshotClass, String storageClass) implements Capturing {
    @Override
    public Consistency consistency() {
      return Consistency.CRASH;
    }
  }

  /// Read on `node` while pods write: every file is of some moment, not all of the same.
  record LiveCopy(String node) implements Capturing {
    @Override
    public Consistency consistency() {
      return Consistency.LIVE;
    }
  }

  /// Read while nobody uses the volume.
  record IdleCopy() implements Capturing {
    @Override
    public Consistency consistency() {
      return Consistency.CRASH;
    }
  }

  /// Left out by a rule that the user can read.
  record Skipped(String rule) implements CaptureMethod {}

  /// Should be captured and cannot be.
  record Refused(Failure failure) implements CaptureMethod {}
}
