package io.csdr.s3;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ThreadLocalRandom;

/// The pauses between the attempts of one call: random ones of growing length, so that many clients do not
/// come back at once, and none beyond the end of all patience.
final class Patience {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final long started = System.nanoTime();
  private final Duration total;
  private int attempts;

  Patience(Duration total) {
    this.total = total;
  }

  /// Waits before the next attempt, at least as long as the service asked for; returns false at once where
  /// that is beyond all patience.
  ///
  /// @param retryAfter the header of that name, or an empty text
  boolean pause(String retryAfter) throws InterruptedException {
    Duration asked = asked(retryAfter, Instant.now());
    Duration wait = asked.plus(random(attempts++));
    Duration passed = Duration.ofNanos(System.nanoTime() - started);
    if (passed.plus(wait).compareTo(total) > 0) {
      return false;
    }
    Thread.sleep(wait);
    return true;
  }

  /// How often it was asked for a pause.
  int attempts() {
    return attempts;
  }

  private static Duration random(int attempt) {
    long ceiling = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(attempt, 16));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(ceiling + 1));
  }

  /// Seconds or a date, as HTTP has it; zero for anything else.
  static Duration asked(String retryAfter, Instant now) {
    if (retryAfter.matches("\\d{1,6}")) {
      return Duration.ofSeconds(Long.parseLong(retryAfter));
    }
    try {
      Instant until =
          ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }
}
