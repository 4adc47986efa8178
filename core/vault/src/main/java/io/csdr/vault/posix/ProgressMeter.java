package io.csdr.vault.posix;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/// Counts what many threads do, tells it now and then, and stops them when the work is cancelled.
final class ProgressMeter {
  private static final long PAUSE = Duration.ofMillis(250).toNanos();

  private final VolumeProgress progress;
  private final BooleanSupplier cancelled;
  private final long totalEntries;
  private final long totalBytes;
  private final LongAdder entries = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final AtomicLong told = new AtomicLong(System.nanoTime());

  ProgressMeter(
      VolumeProgress progress, BooleanSupplier cancelled, long totalEntries, long totalBytes) {
    this.progress = progress;
    this.cancelled = cancelled;
    this.totalEntries = totalEntries;
    this.totalBytes = totalBytes;
  }

  /// Counts, and throws [CancellationException] once the work is cancelled.
  void count(long newEntries, long newBytes) {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException();
    }
    entries.add(newEntries);
    bytes.add(newBytes);
    long now = System.nanoTime();
    long last = told.get();
    if (now - last > PAUSE && told.compareAndSet(last, now)) {
      tell();
    }
  }

  long entries() {
    return entries.sum();
  }

  long bytes() {
    return bytes.sum();
  }

  /// Tells the present state.
  void tell() {
    progress.at(entries.sum(), bytes.sum(), totalEntries, totalBytes);
  }
}
