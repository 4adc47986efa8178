package io.csdr.engine.journal;

import io.csdr.model.Phase;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.commit.Run;
import java.time.Instant;

/// A run as somebody else sees it.
public record RunView(Run run, RunBody body, Phase phase, String message) {

  /// Reads one run. A run without an end is in progress while its process lives; where that cannot be
  /// told, until its longest duration is over on the store's clock. A run whose end cannot be read failed.
  ///
  /// @throws VaultException.Corrupt when the run did not write down itself as runs do
  public static RunView of(Vault vault, Run run, Instant storeNow) {
    RunBody body = body(run);
    try {
      return vault
          .outcome(run)
          .map(bytes -> ResourceJson.read(bytes, RunEnd.class))
          .map(end -> new RunView(run, body, phase(end), end.message()))
          .orElseGet(() -> new RunView(run, body, unended(run, body, storeNow), ""));
    } catch (VaultException.Corrupt | IllegalArgumentException e) {
      return new RunView(run, body, Phase.FAILED, "its end cannot be read: " + e.getMessage());
    }
  }

  private static RunBody body(Run run) {
    try {
      return RunBody.of(run);
    } catch (IllegalArgumentException e) {
      throw new VaultException.Corrupt("the record of run " + run.runId(), e);
    }
  }

  private static Phase unended(Run run, RunBody body, Instant storeNow) {
    return switch (body.process().state()) {
      case ALIVE -> Phase.IN_PROGRESS;
      case GONE -> Phase.INTERRUPTED;
      case UNKNOWN ->
          storeNow.isBefore(run.started().plus(run.maxDuration()))
              ? Phase.IN_PROGRESS
              : Phase.INTERRUPTED;
    };
  }

  private static Phase phase(RunEnd end) {
    return Phase.of(end.phase()).orElse(Phase.FAILED);
  }
}
