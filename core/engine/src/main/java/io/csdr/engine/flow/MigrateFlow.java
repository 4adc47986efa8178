package io.csdr.engine.flow;

import io.csdr.engine.EngineException;
import io.csdr.engine.apply.MapCheck;
import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.journal.RunBody;
import io.csdr.engine.journal.RunJournal;
import io.csdr.engine.volume.run.RunScope;
import io.csdr.model.Failure;
import io.csdr.model.Phase;
import io.csdr.model.ProgressEvent;
import io.csdr.model.PvcRef;
import io.csdr.model.Selection;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.model.api.ApplicationRestore;
import io.csdr.model.request.BackupRequest;
import io.csdr.model.request.MigrateRequest;
import io.csdr.model.request.RestoreRequest;
import io.csdr.vault.commit.Run;
import io.csdr.vault.fault.FaultPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// Moves namespaces to another cluster: rounds of backups while the application runs, then, with a switch,
/// a last one while it stands still, and a restore of the newest round at the target.
///
/// The rounds are ordinary backups of one vault, so each moves only what changed since the one before. A
/// migration that was interrupted goes on behind the rounds that it has.
public final class MigrateFlow {
  /// The kind of runs that migrate.
  public static final String MIGRATE = "migrate";

  private static final Duration STOP = Duration.ofMinutes(5);

  private final Site source;
  private final Cluster target;

  public MigrateFlow(Site source, Cluster target) {
    this.source = source;
    this.target = target;
  }

  /// Migrates and returns how the restore at the target ended.
  ///
  /// @throws EngineException when a round or the restore fails; after a switch the source runs again, or the
  ///     message says that it does not and the run stays without an end
  /// @throws CancellationException when somebody asked the run to end; the source runs as before
  public ApplicationRestore run(MigrateRequest request) throws InterruptedException {
    MapCheck.requireNamespaces(request.restore().rewrites(), request.namespaces());
    String clusterUid = source.cluster().uid();
    if (clusterUid.equals(target.uid())) {
      throw new EngineException(
          new Failure(
              "migrate " + request.name(),
              "SameCluster",
              "source and target are the same cluster",
              "give another --to-context, or copy with: kubectl csdr backup, then restore --namespace-map"));
    }
    Housekeeping housekeeping = new Housekeeping(source);
    List<Run> dead = housekeeping.takeOver(MIGRATE, request.name(), clusterUid);
    housekeeping.endParts(request.name(), target, Phase.INTERRUPTED, "continued by another run");
    try (RunJournal journal =
        RunJournal.start(source.vault(), MIGRATE, request.name(), clusterUid, request)) {
      source.progress().on(new ProgressEvent.Step("migration " + request.name()));
      return new Ending(journal, housekeeping)
          .of(
              () -> migrate(request, journal, rounds(request, journal, dead)),
              Optional::empty,
              restored ->
                  journal.end(completed(restored) ? Phase.COMPLETED : Phase.PARTIALLY_FAILED, ""));
    }
  }

  /// The rounds that this run may go on behind: those of an attempt that died, if it was asked for the same.
  private MigrationRounds rounds(MigrateRequest request, RunJournal journal, List<Run> dead) {
    Instant since =
        dead.stream()
            .filter(run ->
                RunBody.of(run).requestAs(MigrateRequest.class).backup().saves(request.backup()))
            .map(Run::started)
            .min(Comparator.naturalOrder())
            .orElse(journal.run().started());
    return new MigrationRounds(source.vault(), request.name(), journal.run().clusterUid(), since);
  }

  private ApplicationRestore migrate(
      MigrateRequest request, RunJournal journal, MigrationRounds rounds)
      throws InterruptedException {
    for (int round = rounds.complete().size() + 1; round <= request.rounds(); round++) {
      round(request, rounds.nextName(), "round " + round + " of " + request.rounds());
    }
    return request.switchOver()
        ? switchOver(request, journal, rounds)
        : restore(request, rounds.complete().getLast().runId());
  }

  private ApplicationRestore switchOver(
      MigrateRequest request, RunJournal journal, MigrationRounds rounds)
      throws InterruptedException {
    String newest = rounds.complete().getLast().runId();
    SourceSwitch workloads = new SourceSwitch(source.cluster(), request.namespaces());
    TargetClaims claims =
        new TargetClaims(target, request.restore(), RunScope.ofClient(journal.id(), Instant.now()));
    MigrationNotes notes = notes(journal);
    boolean begun = false;
    boolean done = false;
    Exception failure = null;
    try {
      claims.requireFree(claims.of(saved(newest)), notes.landed(newest));
      String last = lastRound(request, journal, rounds, workloads);
      List<PvcRef> wanted = claims.of(saved(last));
      Set<PvcRef> landed = notes.landed(last);
      claims.requireFree(wanted, landed);
      notes.write(journal.run(), new MigrationNotes.Landing(last, claims.absent(wanted)));
      begun = true;
      ApplicationRestore restored = restore(request, last);
      TargetClaims.requireFilled(wanted, landed, restored);
      done = completed(restored);
      return restored;
    } catch (InterruptedException | RuntimeException e) {
      failure = e;
      throw e;
    } finally {
      if (!done && begun) {
        source.progress().on(new ProgressEvent.Warning(bothActive(request)));
      }
      if (!done) {
        startAgain(workloads, request.name(), failure);
      }
    }
  }

  /// Stops the source and saves it once more; where a killed attempt has done so and the source is as that
  /// left it, its round is the last one.
  ///
  /// @return the run of the last round
  private String lastRound(
      MigrateRequest request, RunJournal journal, MigrationRounds rounds, SourceSwitch workloads)
      throws InterruptedException {
    MigrationNotes notes = notes(journal);
    Optional<String> still =
        workloads
            .standing()
            .filter(standing -> !standing.isEmpty())
            .flatMap(notes::saved)
            .filter(run -> rounds.complete().stream().anyMatch(round -> round.runId().equals(run)));
    if (still.isPresent()) {
      return still.get();
    }
    // What a restore refuses before it begins is no reason to stop the source.
    new RestoreFlow(source.on(target))
        .plan(restoreRequest(request, rounds.complete().getLast().runId()));
    source.progress().on(new ProgressEvent.Step("stopping the source"));
    List<String> others = workloads.off(STOP);
    if (!others.isEmpty()) {
      source
          .progress()
          .on(
              new ProgressEvent.Warning(
                  "these pods have no volumes and go on, nothing that was stopped controls them: "
                      + String.join(", ", others)));
    }
    FaultPoint.pass("migrate-source-stopped");
    Optional<Map<String, Long>> before = workloads.standing();
    String last = round(request, rounds.nextName(), "last round").status().run();
    if (before.isEmpty() || !before.equals(workloads.standing())) {
      throw new EngineException(
          new Failure(
              "namespaces " + String.join(", ", request.namespaces()),
              "SourceRestarted",
              "somebody changed or started workloads of the source while the last round was taken",
              "find out who (an autoscaler, GitOps), hold it, and migrate again"));
    }
    notes.write(journal.run(), new MigrationNotes.Still(last, before.get()));
    FaultPoint.pass("migrate-last-round");
    return last;
  }

  private MigrationNotes notes(RunJournal journal) {
    return new MigrationNotes(source.vault(), journal.run().name(), journal.run().clusterUid());
  }

  private ApplicationBackup saved(String run) {
    return new Catalog(source.vault()).open(run).resource();
  }

  /// Whatever made the switch end early must not keep the source from starting.
  ///
  /// @throws SourceStopped when it does not start, with the `first` failure
  private void startAgain(SourceSwitch workloads, String migration, @Nullable Exception first) {
    boolean interrupted = Thread.interrupted();
    try {
      if (workloads.on()) {
        source.progress().on(new ProgressEvent.Step("the source was started again"));
      }
    } catch (RuntimeException e) {
      throw SourceStopped.after(first, migration, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String bothActive(MigrateRequest request) {
    List<String> namespaces =
        request.namespaces().stream().map(request.restore()::targetNamespace).toList();
    return "what is at the target already stays there and may run beside the source; remove it with: kubectl --context "
        + request.target()
        + " delete namespace "
        + String.join(" ", namespaces);
  }

  private static boolean completed(ApplicationRestore restored) {
    return restored.status().phase().equals(Phase.COMPLETED.toString());
  }

  private ApplicationBackup round(MigrateRequest request, String name, String title)
      throws InterruptedException {
    source.progress().on(new ProgressEvent.Step(title));
    ApplicationBackup backup = new BackupFlow(source).run(backupRequest(request, name));
    if (!backup.status().phase().equals(Phase.COMPLETED.toString())) {
      Failure first = backup.status().failures().getFirst();
      throw new EngineException(
          new Failure(
              first.object(),
              first.type(),
              title + " did not save everything: " + first.message(),
              first.fix()));
    }
    return backup;
  }

  /// By run and not by name: another cluster may have rounds of the same name in this vault.
  private ApplicationRestore restore(MigrateRequest request, String backupRun)
      throws InterruptedException {
    source.progress().on(new ProgressEvent.Step("restoring at the target"));
    return new RestoreFlow(source.on(target)).run(restoreRequest(request, backupRun));
  }

  private static RestoreRequest restoreRequest(MigrateRequest request, String backupRun) {
    RestoreRequest model = request.restore();
    return new RestoreRequest(
        restoreName(request.name()),
        backupRun,
        model.scope(),
        model.rewrites(),
        model.existing(),
        model.allowDamage(),
        model.parallel(),
        model.readyTimeout(),
        model.image());
  }

  /// What the restore of a migration is called: it is a run of its own, in another cluster.
  static String restoreName(String migration) {
    return migration + "-target";
  }

  private static BackupRequest backupRequest(MigrateRequest request, String name) {
    BackupRequest model = request.backup();
    return new BackupRequest(
        name,
        new Selection.Namespaces(request.namespaces()),
        model.filters(),
        model.volumes(),
        model.required(),
        model.parallel(),
        model.ttl(),
        model.compression(),
        model.image());
  }
}
