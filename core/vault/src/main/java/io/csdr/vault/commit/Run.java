package io.csdr.vault.commit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A run that is in the vault. `started` and `ended` are the store's own times; a run without an end is over
/// when `started + maxDuration` has passed on the store's clock. `body` is that of the draft.
@SuppressWarnings("ArrayRecordComponent")
public record Run(
    String runId,
    String name,
    String kind,
    String clusterUid,
    Duration maxDuration,
    Instant started,
    Optional<Instant> ended,
    byte[] body) {

  /// Where its records lie in the store.
  public String place() {
    return Runs.PREFIX + runId;
  }
}
