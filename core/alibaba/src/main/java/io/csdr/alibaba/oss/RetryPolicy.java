package io.csdr.alibaba.oss;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// How often a request is made anew and how long is waited before. The wait is a random part of a time
/// that doubles from `first` to `longest`, so that many writers do not come back at once.
///
/// @param attempts how often a request is made in all
public record RetryPolicy(int attempts, Duration first, Duration longest) {
  public RetryPolicy {
    if (attempts < 1 || first.isNegative() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("impossible retry policy");
    }
  }

  /// Six attempts within about half a minute.
  public static RetryPolicy standard() {
    return new RetryPolicy(6, Duration.ofMillis(300), Duration.ofSeconds(10));
  }

  /// The time to wait after this attempt, from 1. A server's own wish is the least, up to `longest`.
  Duration delay(int attempt, Optional<Duration> wish) {
    long cap = Math.min(longest.toMillis(), first.toMillis() << Math.min(attempt - 1, 20));
    Duration random = Duration.ofMillis(ThreadLocalRandom.current().nextLong(cap + 1));
    Duration least = wish.orElse(Duration.ZERO);
    Duration wait = random.compareTo(least) < 0 ? least : random;
    return wait.compareTo(longest) > 0 ? longest : wait;
  }
}
