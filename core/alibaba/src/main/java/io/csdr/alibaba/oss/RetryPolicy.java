package io.csdr.alibaba.oss;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// How often a request is made anew and how long is waited before. The wait is a random part of a time
/// that doubles from `first` to `longest`, so that many writers do not come back at once.
///
/// @param attempts how often a request is made in all
/// @param silence how long an attempt goes on without a byte from the other side
public record RetryPolicy(int attempts, Duration first, Duration longest, Duration silence) {
  public RetryPolicy {
    if (attempts < 1
        || first.isNegative()
        || longest.compareTo(first) < 0
        || !silence.isPositive()) {
      throw new IllegalArgumentException("impossible retry policy");
    }
  }

  /// Six attempts with up to 20 seconds between them in all.
  public static RetryPolicy standard() {
    return new RetryPolicy(
        6, Duration.ofMillis(300), Duration.ofSeconds(10), Duration.ofSeconds(30));
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
