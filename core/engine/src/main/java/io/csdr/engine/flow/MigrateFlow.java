package io.csdr.engine.flow;

import io.csdr.engine.EngineException;
import io.csdr.engine.cluster.Cluster;
import io.csdr.model.Failure;
import io.csdr.model.Phase;
import io.csdr.model.ProgressEvent;
import io.csdr.model.Selection;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.model.api.ApplicationRestore;
import io.csdr.model.request.BackupRequest;
import io.csdr.model.request.MigrateRequest;
import io.csdr.model.request.RestoreRequest;
import java.time.Duration;

/// Moves namespaces to another cluster: rounds of backups while the application runs, then, with a switch,
/// a last one while it stands still, and a restore of the newest round at the target.
///
/// The rounds are ordinary backups of one vault, so each moves only what changed since the one before.
public final class MigrateFlow {
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
  public ApplicationRestore run(MigrateRequest request) throws InterruptedException {
    if (source.cluster().uid().equals(target.uid())) {
      throw new EngineException(
          new Failure(
              "migrate " + request.name(),
              "SameCluster",
              "source and target are the same cluster",
              "give another --to-context, or copy with: kubectl csdr backup, then restore --namespace-map"));
    }
    String newest = "";
    for (int round = 1; round <= request.rounds(); round++) {
      newest = round(request, round, "round " + round + " of " + request.rounds());
    }
    return request.switchOver() ? switchOver(request) : restore(request, newest);
  }

  private ApplicationRestore switchOver(MigrateRequest request) throws InterruptedException {
    SourceSwitch workloads = new SourceSwitch(source.cluster(), request.namespaces());
    boolean done = false;
    try {
      source.progress().on(new ProgressEvent.Step("stopping the source"));
      workloads.off(STOP);
      String last = round(request, request.rounds() + 1, "last round");
      ApplicationRestore restored = restore(request, last);
      done = restored.status().phase().equals(Phase.COMPLETED.toString());
      return restored;
    } finally {
      if (!done) {
        source.progress().on(new ProgressEvent.Step("starting the source again"));
        workloads.on();
      }
    }
  }

  /// Makes one round and returns the name of its backup.
  private String round(MigrateRequest request, int number, String title)
      throws InterruptedException {
    source.progress().on(new ProgressEvent.Step(title));
    String name = request.name() + "-" + number;
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
    return name;
  }

  private ApplicationRestore restore(MigrateRequest request, String backup)
      throws InterruptedException {
    source.progress().on(new ProgressEvent.Step("restoring at the target"));
    RestoreRequest model = request.restore();
    return new RestoreFlow(source.on(target))
        .run(
            new RestoreRequest(
                request.name(),
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
