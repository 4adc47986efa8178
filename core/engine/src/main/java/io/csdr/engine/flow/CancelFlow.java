package io.csdr.engine.flow;

import io.csdr.engine.EngineException;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.journal.ProcessMark;
import io.csdr.engine.journal.RunBody;
import io.csdr.engine.journal.RunJournal;
import io.csdr.engine.journal.RunView;
import io.csdr.model.Failure;
import io.csdr.model.Phase;
import io.csdr.model.ProgressEvent;
import io.csdr.model.request.MigrateRequest;
import io.csdr.vault.commit.Run;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// Ends a run: a living one is asked to end by itself, a dead one is cleaned up after.
public final class CancelFlow {
  private static final Duration POLITE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Site site;
  private final Contexts contexts;

  /// `contexts` is where a migration finds its target.
  public CancelFlow(Site site, Contexts contexts) {
    this.site = site;
    this.contexts = contexts;
  }

  /// How run `run` ended: [Phase#CANCELED], or what it had come to before it was asked.
  public record Ended(String run, Phase phase) {
    /// Whether there was nothing left to cancel: the run had done its work, all or part of it.
    public boolean tooLate() {
      return phase.done();
    }
  }

  /// Ends the newest run of this name or id that is not over. With `force` a run whose process cannot be
  /// looked at from here is taken for dead; one that is seen to live is asked all the same.
  ///
  /// @throws EngineException when there is none, it belongs to another cluster, or it does not end
  public Ended run(String nameOrRun, boolean force) throws InterruptedException {
    Run run =
        new Housekeeping(site)
            .newestUnended(nameOrRun)
            .orElseThrow(() ->
                new EngineException(
                    new Failure(
                        nameOrRun,
                        "NotRunning",
                        "no run of this name goes on or was interrupted",
                        "see them with: kubectl csdr get backups")));
    RunView view = RunView.of(site.vault(), run, site.vault()::storeTime);
    if (view.phase() == Phase.IN_PROGRESS) {
      // Also where nobody is waited for: a process that lives after all ends itself.
      RunJournal.cancel(site.vault(), run);
    }
    boolean alive = view.body().process().state() == ProcessMark.State.ALIVE;
    if (view.phase() == Phase.IN_PROGRESS && (alive || !force)) {
      site.progress().on(new ProgressEvent.Step("asking run " + run.runId() + " to end"));
      awaitEnd(run);
    }
    if (!ended(run).tooLate()) {
      boolean migrates = run.kind().equals(MigrateFlow.MIGRATE);
      if (migrates && switchedOver(run)) {
        new Housekeeping(site).end(run, Phase.COMPLETED, "");
      } else {
        if (migrates) {
          undo(RunBody.of(run).requestAs(MigrateRequest.class));
        }
        new Housekeeping(site).end(run, Phase.CANCELED, "canceled");
      }
    }
    return ended(run);
  }

  /// Whether a migration died when its target was already up: starting the source again would make two of it.
  /// Attempts of one migration share its name, and so may earlier migrations that are over.
  private boolean switchedOver(Run run) {
    List<Run> runs = site.vault().runs();
    Instant over =
        lastStart(
            runs,
            MigrateFlow.MIGRATE,
            run.name(),
            phase -> phase.done() || phase == Phase.CANCELED);
    Instant arrived =
        lastStart(
            runs,
            RestoreFlow.RESTORE,
            MigrateFlow.restoreName(run.name()),
            phase -> phase == Phase.COMPLETED);
    return arrived.isAfter(over) && RunBody.of(run).requestAs(MigrateRequest.class).switchOver();
  }

  /// When the last of these runs began that came to such an end.
  private Instant lastStart(List<Run> runs, String kind, String name, Predicate<Phase> end) {
    return runs.stream()
        .filter(run -> run.kind().equals(kind) && run.name().equals(name))
        .filter(run -> end.test(ended(run).phase()))
        .map(Run::started)
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }

  private Ended ended(Run run) {
    return new Ended(run.runId(), RunView.of(site.vault(), run, InstantSource.system()).phase());
  }

  /// Ends what a migration had begun, at the target too, and starts the source as it ran before.
  private void undo(MigrateRequest request) throws InterruptedException {
    new SourceSwitch(site.cluster(), request.namespaces()).on();
    try (Cluster target = contexts.connect(request.target())) {
      new Housekeeping(site).endParts(request.name(), target, Phase.CANCELED, "canceled");
    }
  }

  /// Returns when the run has ended or its process is gone.
  private void awaitEnd(Run run) throws InterruptedException {
    Instant deadline = Instant.now().plus(POLITE);
    Instant asked = site.vault().storeTime();
    while (RunView.of(site.vault(), run, () -> asked).phase() == Phase.IN_PROGRESS) {
      if (Instant.now().isAfter(deadline)) {
        throw new EngineException(
            new Failure(
                "run " + run.runId(),
                "StillRunning",
                "it was asked to end and has not within " + POLITE.toSeconds() + " s",
                "end its process, then cancel again; if that was on another machine, with --force"));
      }
      Thread.sleep(POLL);
    }
  }
}
