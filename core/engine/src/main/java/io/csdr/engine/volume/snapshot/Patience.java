package io.csdr.engine.volume.snapshot;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Bears an error for a while, because controllers retry; runs out when the error stays.
final class Patience {
  private final Duration limit;
  private long since;
  private @Nullable String words;

  Patience(Duration limit) {
    this.limit = limit;
  }

  /// Takes the present error, null for none.
  ///
  /// @return the error when it has stayed too long, else null
  @Nullable String over(@Nullable String error) {
    if (error == null) {
      words = null;
      return null;
    }
    if (words == null) {
      since = System.nanoTime();
    }
    words = error;
    return System.nanoTime() - since >= limit.toNanos() ? error : null;
  }

  /// The present error as the end of a sentence, empty when there is none.
  String last() {
    return words == null ? "" : ": " + words;
  }
}
