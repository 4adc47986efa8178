package io.csdr.engine.flow;

import io.csdr.engine.EngineException;
import io.csdr.engine.journal.RunJournal;
import io.csdr.engine.journal.RunView;
import io.csdr.model.Failure;
import io.csdr.model.Phase;
import io.csdr.model.ProgressEvent;
import io.csdr.vault.commit.Run;
import java.time.Duration;
import java.time.Instant;

/// Ends a run: a living one is asked to end by itself, a dead one is cleaned up after.
public final class CancelFlow {
  private static final Duration POLITE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Site site;

  public CancelFlow(Site site) {
    this.site = site;
  }

  /// Ends the newest run of this name or id that is not over, and returns its id.
  ///
  /// @throws EngineException when there is none, or it does not end
  public String run(String nameOrRun) throws InterruptedException {
    Run run =
        Housekeeping.newestUnended(site.vault(), nameOrRun)
            .orElseThrow(() ->
                new EngineException(
                    new Failure(
                        nameOrRun,
                        "NotRunning",
                        "no run of this name goes on or was interrupted",
                        "see them with: kubectl csdr get backups")));
    if (RunView.of(site.vault(), run, Instant.now()).phase() == Phase.IN_PROGRESS) {
      RunJournal.cancel(site.vault(), run);
      site.progress().on(new ProgressEvent.Step("asking run " + run.runId() + " to end"));
      awaitEnd(run);
    }
    new Housekeeping(site).removeLeftovers(run.runId());
    RunJournal.endFor(site.vault(), run, Phase.CANCELED, "canceled");
    return run.runId();
  }

  /// Returns when the run has ended or its process is gone.
  private void awaitEnd(Run run) throws InterruptedException {
    Instant deadline = Instant.now().plus(POLITE);
    while (RunView.of(site.vault(), run, Instant.now()).phase() == Phase.IN_PROGRESS) {
      if (Instant.now().isAfter(deadline)) {
        throw new EngineException(
            new Failure(
                "run " + run.runId(),
                "StillRunning",
                "it was asked to end and has not within " + POLITE.toSeconds() + " s",
                "end its process, then cancel again"));
      }
      Thread.sleep(POLL);
    }
  }
}
