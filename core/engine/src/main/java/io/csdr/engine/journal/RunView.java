package io.csdr.engine.journal;

import io.csdr.model.Phase;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.commit.Run;
import java.time.Instant;
import java.time.InstantSource;

/// A run as somebody else sees it.
public record RunView(Run run, RunBody body, Phase phase, String message) {

  /// After so many heartbeats that did not come a run is taken for dead.
  private static final int MISSED = 5;

  /// Reads one run. A run without an end is in progress while its process lives; where that cannot be
  /// told, until its heartbeats stop or its longest duration is over, both on the store's clock. A run whose
  /// end cannot be read failed. Whoever acts on what this says asks the store for its time
  /// ([Vault#storeTime]); this machine's clock will do to show it.
  ///
  /// @throws VaultException.Corrupt when the run did not write down itself as runs do
  public static RunView of(Vault vault, Run run, InstantSource storeClock) {
    RunBody body = body(run);
    try {
      return vault
          .outcome(run)
          .map(bytes -> ResourceJson.read(bytes, RunEnd.class))
          .map(end -> new RunView(run, body, phase(end), end.message()))
          .orElseGet(() -> new RunView(run, body, unended(vault, run, body, storeClock), ""));
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

  private static Phase unended(Vault vault, Run run, RunBody body, InstantSource storeClock) {
    return switch (body.process().state()) {
      case ALIVE -> Phase.IN_PROGRESS;
      case GONE -> Phase.INTERRUPTED;
      case UNKNOWN ->
          storeClock.instant().isBefore(deadline(vault, run, body))
              ? Phase.IN_PROGRESS
              : Phase.INTERRUPTED;
    };
  }

  /// When a run is over of which nothing more is heard.
  private static Instant deadline(Vault vault, Run run, RunBody body) {
    Instant last = run.started().plus(run.maxDuration());
    if (body.beat() == null) {
      return last;
    }
    Instant heard = vault.lastBeat(run).orElse(run.started());
    Instant silent = heard.plus(body.beat().multipliedBy(MISSED));
    return silent.isBefore(last) ? silent : last;
  }

  private static Phase phase(RunEnd end) {
    return Phase.of(end.phase()).orElse(Phase.FAILED);
  }
}
