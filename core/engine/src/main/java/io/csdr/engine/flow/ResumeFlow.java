package io.csdr.engine.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.engine.EngineException;
import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.journal.RunBody;
import io.csdr.model.Failure;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.model.api.ApplicationRestore;
import io.csdr.model.api.ResourceJson;
import io.csdr.model.request.BackupRequest;
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
  }

  private final Site site;

  public ResumeFlow(Site site) {
    this.site = site;
  }

  /// Runs the newest unended run of this name or id again, with the request that it had.
  ///
  /// @throws EngineException when there is none, or it belongs to another cluster
  public Resumed run(String nameOrRun) throws InterruptedException {
    Run run =
        Housekeeping.newestUnended(site.vault(), nameOrRun)
            .orElseThrow(() ->
                new EngineException(
                    new Failure(
                        nameOrRun,
                        "NotInterrupted",
                        "no run of this name was interrupted",
                        "see them with: kubectl csdr get backups")));
    if (!run.clusterUid().equals(site.cluster().uid())) {
      throw new EngineException(
          new Failure(
              run.kind() + " " + run.name(),
              "OtherCluster",
              "the interrupted run belongs to another cluster",
              "give that cluster's --context"));
    }
    JsonNode request = ResourceJson.read(run.body(), RunBody.class).request();
    byte[] json = ResourceJson.write(request);
    return switch (run.kind()) {
      case Catalog.BACKUP ->
          new Resumed.Backup(
              new BackupFlow(site).run(ResourceJson.read(json, BackupRequest.class)));
      case RestoreFlow.RESTORE ->
          new Resumed.Restore(
              new RestoreFlow(site).run(ResourceJson.read(json, RestoreRequest.class)));
      default ->
          throw new EngineException(
              new Failure(
                  run.name(),
                  "UnknownKind",
                  "a newer program started this run of kind " + run.kind(),
                  "resume it with that program"));
    };
  }
}
