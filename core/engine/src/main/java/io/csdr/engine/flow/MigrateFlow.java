package io.csdr.engine.flow;

import io.csdr.engine.EngineException;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.journal.RunJournal;
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
import io.csdr.vault.fault.FaultPoint;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

/// Moves namespaces to another cluster: rounds of backups while the application runs, then, with a switch,
/// a last one while it stands still, and a restore of the newest round at the target.
///
/// The rounds are ordinary backups of one vault, so each moves only what changed since the one before. A
/// migration that is run again under its name goes on behind the rounds that it has.
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
  /// @throws EngineException when a round or the restore fails; after a switch the source runs again
  /// @throws CancellationException when somebody asked the run to end; the source runs as before
  public ApplicationRestore run(MigrateRequest request) throws InterruptedException {
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
    housekeeping.takeOver(MIGRATE, request.name(), clusterUid);
    try (RunJournal journal =
        RunJournal.start(source.vault(), MIGRATE, request.name(), clusterUid, request)) {
      source.progress().on(new ProgressEvent.Step("migration " + request.name()));
      ApplicationRestore restored =
          new Ending(journal, housekeeping).of(() -> migrate(request, clusterUid));
      journal.end(completed(restored) ? Phase.COMPLETED : Phase.PARTIALLY_FAILED, "");
      return restored;
    }
  }

  private ApplicationRestore migrate(MigrateRequest request, String clusterUid)
      throws InterruptedException {
    MigrationRounds rounds = new MigrationRounds(source.vault(), request, clusterUid);
    for (int round = 1; round <= request.rounds(); round++) {
      if (!rounds.has(round)) {
        round(request, rounds.name(round), "round " + round + " of " + request.rounds());
      }
    }
    return request.switchOver()
        ? switchOver(request, rounds)
        : restore(request, rounds.name(request.rounds()));
  }

  private ApplicationRestore switchOver(MigrateRequest request, MigrationRounds rounds)
      throws InterruptedException {
    SourceSwitch workloads = new SourceSwitch(source.cluster(), request.namespaces());
    boolean begun = false;
    boolean done = false;
    try {
      // An earlier attempt may have been killed after its last round; nothing has changed since.
      Optional<String> still = workloads.isOff() ? rounds.lastStill() : Optional.empty();
      if (still.isEmpty()) {
        source.progress().on(new ProgressEvent.Step("stopping the source"));
        workloads.off(STOP);
        FaultPoint.pass("migrate-source-stopped");
      }
      String last = still.orElseGet(() -> rounds.name(rounds.nextStill()));
      List<PvcRef> fresh = List.of();
      if (still.isEmpty()) {
        fresh = saved(request, round(request, last, "last round"));
        FaultPoint.pass("migrate-last-round");
      }
      begun = true;
      ApplicationRestore restored = restore(request, last);
      requireFilled(fresh, restored);
      done = completed(restored);
      return restored;
    } finally {
      if (!done) {
        startAgain(workloads);
      }
      if (!done && begun) {
        source.progress().on(new ProgressEvent.Warning(bothActive(request)));
      }
    }
  }

  /// Whatever made the switch end early must not keep the source from starting.
  private void startAgain(SourceSwitch workloads) {
    boolean interrupted = Thread.interrupted();
    try {
      source.progress().on(new ProgressEvent.Step("starting the source again"));
      workloads.on();
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

  /// The claims of the target that shall have what a round has saved.
  private static List<PvcRef> saved(MigrateRequest request, ApplicationBackup backup) {
    return backup.status().volumes().stream()
        .filter(volume -> volume.verdict().equals("saved"))
        .map(volume ->
            new PvcRef(request.restore().targetNamespace(volume.namespace()), volume.pvc()))
        .toList();
  }

  /// A claim that was at the target before does not have what the source had when it stopped.
  private static void requireFilled(List<PvcRef> claims, ApplicationRestore restored) {
    Set<PvcRef> touched = new HashSet<>();
    for (ApplicationRestore.VolumeStatus volume : restored.status().volumes()) {
      if (!volume.verdict().equals("kept")) {
        touched.add(new PvcRef(volume.namespace(), volume.pvc()));
      }
    }
    for (PvcRef claim : claims) {
      if (!touched.contains(claim)) {
        throw new EngineException(
            new Failure(
                "persistentvolumeclaims " + claim,
                "TargetNotEmpty",
                "it was at the target already and does not have the data of the last round",
                "remove it there, or migrate with --existing replace"));
      }
    }
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

  private ApplicationRestore restore(MigrateRequest request, String backup)
      throws InterruptedException {
    source.progress().on(new ProgressEvent.Step("restoring at the target"));
    RestoreRequest model = request.restore();
    return new RestoreFlow(source.on(target))
        .run(
            new RestoreRequest(
                restoreName(request.name()),
                backup,
                model.scope(),
                model.namespaceMap(),
                model.storageClassMap(),
                model.existing(),
                model.allowDamage(),
                model.parallel(),
                model.readyTimeout(),
                model.image()));
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
