package io.csdr.s3;

import java.time.Duration;

/// Tells a slow exchange from one that stands still. For the thread that waits and those that receive.
final class Progress {
  /// As long as this nothing may come.
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /// A body is sent in at most a second for each of so many bytes.
  private static final long BYTES_PER_SECOND = 32 << 10;

  private volatile long last = System.nanoTime();
  private volatile Duration allowed;

  /// Allows for the time that sending so many bytes takes.
  Progress(long sent) {
    this.allowed = SILENCE.plusSeconds(sent / BYTES_PER_SECOND);
  }

  /// Something came.
  void made() {
    allowed = SILENCE;
    last = System.nanoTime();
  }

  /// Whether nothing has come for too long.
  boolean isStalled() {
    return System.nanoTime() - last > allowed.toNanos();
  }
}
