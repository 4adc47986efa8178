package io.csdr.vault.commit;

import java.time.Duration;

/// A run that is about to start. `runId` is `[a-z0-9-]{1,63}`; `name` and `kind` say what it is for (a backup's
/// name, the flow); `body` is opaque here and at most 1 MiB.
@SuppressWarnings("ArrayRecordComponent")
public record RunDraft(
    String runId, String name, String kind, String clusterUid, Duration maxDuration, byte[] body) {
  public RunDraft {
    if (!runId.matches("[a-z0-9-]{1,63}")) {
      throw new IllegalArgumentException("malformed run id");
    }
    if (maxDuration.isNegative() || maxDuration.isZero()) {
      throw new IllegalArgumentException("a run needs a maximum duration");
    }
  }
}
