package io.csdr.engine.flow;

import io.csdr.engine.EngineException;
import io.csdr.engine.capture.CapturedObjects;
import io.csdr.engine.capture.Coverage;
import io.csdr.engine.capture.ObjectCapture;
import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.catalog.CommitBody;
import io.csdr.engine.catalog.StoredBackup;
import io.csdr.engine.journal.RunBody;
import io.csdr.engine.journal.RunJournal;
import io.csdr.model.Consistency;
import io.csdr.model.Failure;
import io.csdr.model.Phase;
import io.csdr.model.ProgressEvent;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.model.api.ResourceJson;
import io.csdr.model.request.BackupRequest;
import io.csdr.vault.Vault;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.codec.Level;
import io.csdr.vault.commit.Body;
import io.csdr.vault.commit.CommitDraft;
import io.csdr.vault.commit.Root;
import io.csdr.vault.commit.Run;
import io.csdr.vault.fault.FaultPoint;
import io.csdr.vault.tree.TreeBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// A backup from request to report: objects into the vault, volumes by snapshot or copy, and the commit
/// last.
public final class BackupFlow {
  private final Site site;

  public BackupFlow(Site site) {
    this.site = site;
  }

  /// Makes the backup and returns its resource; what could not be saved is in its status. A run of this
  /// name that died is cleaned up first, and if it was asked for the same and died after its commit, the
  /// backup is made already.
  ///
  /// @throws EngineException when there is nothing to commit
  /// @throws CancellationException when somebody asked the run to end; nothing is left behind
  public ApplicationBackup run(BackupRequest request) throws InterruptedException {
    Vault vault = site.vault();
    String clusterUid = site.cluster().uid();
    Catalog catalog = new Catalog(vault);
    Housekeeping housekeeping = new Housekeeping(site);
    housekeeping.removeExpired();
    for (Run dead : housekeeping.takeOver(Catalog.BACKUP, request.name(), clusterUid)) {
      Optional<StoredBackup> made = catalog.madeBy(dead);
      if (made.isPresent() && asked(dead).filter(request::saves).isPresent()) {
        return made.get().resource();
      }
    }
    catalog.refuseTaken(request.name(), clusterUid);
    try (RunJournal journal =
        RunJournal.start(vault, Catalog.BACKUP, request.name(), clusterUid, request)) {
      ApplicationBackup backup =
          new Ending(journal, housekeeping)
              .of(
                  () -> capture(request, journal, clusterUid),
                  () -> catalog.madeBy(journal.run()).map(StoredBackup::resource),
                  made -> journal.end(phaseOf(made), ""));
      if (!Thread.currentThread().isInterrupted()) {
        new Expiry(site).removeExpired(journal.run());
      }
      return backup;
    }
  }

  /// What a run was asked to do; empty where it cannot be read, which is then no reason to believe anything.
  private static Optional<BackupRequest> asked(Run run) {
    try {
      return Optional.of(RunBody.of(run).requestAs(BackupRequest.class));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private ApplicationBackup capture(BackupRequest request, RunJournal journal, String clusterUid)
      throws InterruptedException {
    FaultPoint.pass("backup-started");
    BackupRecord.Origin origin =
        new BackupRecord.Origin(clusterUid, site.cluster().version(), Instant.now());
    BlobWriter writer =
        site.vault().writer(Level.valueOf(request.compression().toUpperCase(Locale.ROOT)));
    List<Root> roots = new ArrayList<>();
    try (Coverage coverage = new Coverage(site.temporary())) {
      site.progress().on(new ProgressEvent.Step("capturing objects"));
      TreeBuilder objects = new TreeBuilder(writer);
      CapturedObjects captured =
          new ObjectCapture(site.cluster(), site.temporary(), site.progress())
              .capture(request.selection(), request.filters(), coverage, objects::add);
      if (captured.stored() == 0) {
        throw nothing(request, coverage);
      }
      roots.add(new Root(StoredBackup.OBJECTS, objects.finish().id()));
      FaultPoint.pass("backup-objects-captured");
      VolumeStage.Captured volumes =
          new VolumeStage(site, request, journal).capture(captured.claims(), coverage);
      roots.addAll(volumes.roots());
      FaultPoint.pass("backup-volumes-captured");
      site.progress().on(new ProgressEvent.Step("committing"));
      String digest = writeCoverage(writer, coverage, roots);
      writer.flush();
      FaultPoint.pass("backup-flushed");
      Phase phase = coverage.failureCount() == 0 ? Phase.COMPLETED : Phase.PARTIALLY_FAILED;
      ApplicationBackup backup =
          new BackupRecord(request, journal.id(), site.vaultName(), origin)
              .resource(
                  new BackupRecord.Result(
                      phase,
                      coverage,
                      digest,
                      volumes.statuses(),
                      weakest(volumes.statuses()),
                      Instant.now()));
      commit(journal, backup, roots, CommitBody.of(backup, writer));
      FaultPoint.pass("backup-committed");
      return backup;
    }
  }

  private static String writeCoverage(BlobWriter writer, Coverage coverage, List<Root> roots) {
    TreeBuilder tree = new TreeBuilder(writer);
    CoverageFile file = new CoverageFile(tree);
    String digest = coverage.write(file);
    file.close();
    roots.add(new Root(StoredBackup.COVERAGE, tree.finish().id()));
    return digest;
  }

  private void commit(RunJournal journal, ApplicationBackup backup, List<Root> roots, Body body) {
    site.vault()
        .commit(
            journal.run(),
            new CommitDraft(
                backup.metadata().name(),
                journal.run().clusterUid(),
                backup.spec().includedNamespaces(),
                backup.status().startTimestamp(),
                Instant.now(),
                roots,
                ResourceJson.write(BackupRecord.summary(backup)),
                body));
  }

  private static Phase phaseOf(ApplicationBackup backup) {
    return backup.status().failureCount() == 0 ? Phase.COMPLETED : Phase.PARTIALLY_FAILED;
  }

  /// The weakest consistency of the saved volumes; null where no volume was saved.
  static @Nullable Consistency weakest(List<ApplicationBackup.VolumeStatus> volumes) {
    return volumes.stream()
        .map(ApplicationBackup.VolumeStatus::consistency)
        .filter(text -> text != null)
        .map(text -> Consistency.valueOf(text.toUpperCase(Locale.ROOT)))
        .reduce(Consistency::weakest)
        .orElse(null);
  }

  /// Why there is nothing to save.
  static EngineException nothing(BackupRequest request, Coverage coverage) {
    List<Failure> failures = coverage.failures();
    return new EngineException(
        failures.isEmpty()
            ? new Failure(
                "backup " + request.name(),
                "NothingSelected",
                "nothing matches the selection",
                "check the namespace (-n) and the label (-l); kubectl get all -n NAMESPACE --show-labels lists both")
            : failures.getFirst());
  }
}
