package io.csdr.cli.term;

import io.csdr.cli.text.Age;
import io.csdr.model.ByteSize;
import io.csdr.model.PvcRef;
import io.csdr.model.job.MoverProgress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Adds up what all movers have handled, and how fast they were lately. Times are nanoseconds of one clock.
final class Transfer {
  private static final long WINDOW = Duration.ofSeconds(15).toNanos();

  /// Rates of a shorter time say nothing.
  private static final long SETTLED = Duration.ofSeconds(3).toNanos();

  private static final double NANOS = 1e9;

  private final Map<PvcRef, MoverProgress> volumes = new LinkedHashMap<>();
  private final Set<PvcRef> done = new HashSet<>();
  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long time, long bytes) {}

  void moved(PvcRef claim, MoverProgress progress, long now) {
    volumes.put(claim, progress);
    samples.add(new Sample(now, bytes()));
    while (samples.size() > 2 && now - samples.getFirst().time() > WINDOW) {
      samples.removeFirst();
    }
  }

  void finished(PvcRef claim) {
    done.add(claim);
  }

  /// How many volumes are moving.
  int moving() {
    return volumes.size() - (int) done.stream().filter(volumes::containsKey).count();
  }

  long bytes() {
    return volumes.values().stream().mapToLong(MoverProgress::bytes).sum();
  }

  /// `2 moving  1.2GiB/3.0GiB  50MiB/s  37s left`, as far as it is known.
  String text() {
    long bytes = bytes();
    long total =
        volumes.values().stream().mapToLong(v -> Math.max(v.bytes(), v.totalBytes())).sum();
    double rate = rate();
    StringBuilder text = new StringBuilder();
    text.append(moving()).append(" moving  ");
    text.append(ByteSize.of(bytes));
    if (total > bytes) {
      text.append('/').append(ByteSize.of(total));
    }
    if (rate > 0) {
      text.append("  ").append(ByteSize.of((long) rate)).append("/s");
      if (total > bytes) {
        text.append("  ").append(Age.of(Duration.ofSeconds((long) ((total - bytes) / rate))));
        text.append(" left");
      }
    }
    return text.toString();
  }

  /// Bytes per second within the window.
  private double rate() {
    if (samples.size() < 2) {
      return 0;
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    long time = last.time() - first.time();
    return time < SETTLED ? 0 : Math.max(0, (last.bytes() - first.bytes()) * NANOS / time);
  }
}
