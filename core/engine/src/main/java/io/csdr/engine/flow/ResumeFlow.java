package io.csdr.engine.flow;

import io.csdr.engine.EngineException;
import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.journal.RunBody;
import io.csdr.model.Failure;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.model.api.ApplicationRestore;
import io.csdr.model.request.BackupRequest;
import io.csdr.model.request.MigrateRequest;
import io.csdr.model.request.RestoreRequest;
import io.csdr.vault.commit.Run;

/// Asks an interrupted run again. What it had brought into the vault is found there and not moved twice.
public final class ResumeFlow {
  /// What a resumed run made.
  public sealed interface Resumed {
    /// A backup.
    record Backup(ApplicationBackup resource) implements Resumed {}

    /// A restore.
    record Restore(ApplicationRestore resource) implements Resumed {}

    /// The restore at the target of a resumed migration.
    record Migration(ApplicationRestore resource) implements Resumed {}
  }

  private final Site site;
  private final Contexts contexts;

  /// `contexts` is where a migration finds its target.
  public ResumeFlow(Site site, Contexts contexts) {
    this.site = site;
    this.contexts = contexts;
  }

  /// Runs the newest unended run of this name or id again, with the request that it had.
  ///
  /// @throws EngineException when there is none, or it belongs to another cluster
  public Resumed run(String nameOrRun) throws InterruptedException {
    Run run =
        new Housekeeping(site)
            .newestUnended(nameOrRun)
            .orElseThrow(() ->
                new EngineException(
                    new Failure(
                        nameOrRun,
                        "NotInterrupted",
                        "no run of this name was interrupted",
                        "see them with: kubectl csdr get backups")));
    RunBody asked = RunBody.of(run);
    return switch (run.kind()) {
      case Catalog.BACKUP ->
          new Resumed.Backup(new BackupFlow(site).run(asked.requestAs(BackupRequest.class)));
      case RestoreFlow.RESTORE ->
          new Resumed.Restore(new RestoreFlow(site).run(asked.requestAs(RestoreRequest.class)));
      case MigrateFlow.MIGRATE ->
          new Resumed.Migration(migrate(asked.requestAs(MigrateRequest.class)));
      default ->
          throw new EngineException(
              new Failure(
                  run.name(),
                  "UnknownKind",
                  "a newer program started this run of kind " + run.kind(),
                  "resume it with that program"));
    };
  }

  private ApplicationRestore migrate(MigrateRequest request) throws InterruptedException {
    try (Cluster target = contexts.connect(request.target())) {
      return new MigrateFlow(site, target).run(request);
    }
  }
}
