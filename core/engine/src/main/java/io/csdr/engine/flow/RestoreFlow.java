package io.csdr.engine.flow;

import io.csdr.engine.EngineException;
import io.csdr.engine.apply.ApplyOptions;
import io.csdr.engine.apply.ApplyResult;
import io.csdr.engine.apply.ClaimGate;
import io.csdr.engine.apply.LiveCluster;
import io.csdr.engine.apply.ReadinessWait;
import io.csdr.engine.apply.ReadinessWait.Unready;
import io.csdr.engine.apply.RestorePlan;
import io.csdr.engine.apply.RestorePlanner;
import io.csdr.engine.apply.TreeArchive;
import io.csdr.engine.apply.WaveApplier;
import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.catalog.StoredBackup;
import io.csdr.engine.journal.RunJournal;
import io.csdr.engine.journal.RunReport;
import io.csdr.engine.volume.FillOutcome;
import io.csdr.model.Failure;
import io.csdr.model.Phase;
import io.csdr.model.ProgressEvent;
import io.csdr.model.PvcRef;
import io.csdr.model.api.ApplicationRestore;
import io.csdr.model.api.ResourceJson;
import io.csdr.model.request.RestoreRequest;
import io.csdr.vault.fault.FaultPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A restore from request to report: the plan first, then objects in waves with every claim guarded until
/// its data is there, then the wait for workloads.
public final class RestoreFlow {
  /// The kind of runs that restore.
  public static final String RESTORE = "restore";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Site site;

  public RestoreFlow(Site site) {
    this.site = site;
  }

  /// What a restore would do, item by item; changes nothing.
  public RestorePlan plan(RestoreRequest request) {
    StoredBackup backup = open(request);
    return plan(request, backup, new StoredClaims(backup, request));
  }

  /// What the API server says to the plan; it changes nothing (`dryRun=All`).
  public ApplyResult pretend(RestoreRequest request) {
    StoredBackup backup = open(request);
    StoredClaims gate = new StoredClaims(backup, request);
    RestorePlan plan = plan(request, backup, gate);
    return new WaveApplier(site.cluster(), gate, site.progress())
        .apply(plan, archive(backup), new ApplyOptions(true, PATIENCE));
  }

  /// Restores and returns the resource that tells of it, with the first failures in its status; all of
  /// them are in the report of the run.
  ///
  /// @throws EngineException when it cannot begin
  /// @throws java.util.concurrent.CancellationException when somebody asked the run to end
  public ApplicationRestore run(RestoreRequest request) throws InterruptedException {
    StoredBackup backup = open(request);
    String clusterUid = site.cluster().uid();
    Housekeeping housekeeping = new Housekeeping(site);
    housekeeping.removeExpired();
    housekeeping.takeOver(RESTORE, request.name(), clusterUid);
    try (RunJournal journal =
        RunJournal.start(site.vault(), RESTORE, request.name(), clusterUid, request)) {
      ApplicationRestore whole =
          new Ending(journal, housekeeping)
              .of(
                  () -> restore(request, backup, journal),
                  Optional::empty,
                  restore -> {
                    RunReport.write(site.vault(), journal.run(), ResourceJson.write(restore));
                    journal.end(phaseOf(restore), "");
                  });
      return RestoreRecord.brief(whole);
    }
  }

  private static Phase phaseOf(ApplicationRestore restore) {
    return restore.status().failureCount() == 0 ? Phase.COMPLETED : Phase.PARTIALLY_FAILED;
  }

  private ApplicationRestore restore(
      RestoreRequest request, StoredBackup backup, RunJournal journal) throws InterruptedException {
    RestoreRecord record =
        new RestoreRecord(request, backup.header().name(), journal.id(), Instant.now());
    FaultPoint.pass("restore-started");
    StoredClaims claims = new StoredClaims(backup, request);
    if (!claims.any()) {
      RestorePlan plan = plan(request, backup, claims);
      ApplyResult applied = apply(plan, backup, claims);
      return record.resource(applied, List.of(), awaitReady(request, applied, List.of()));
    }
    try (VolumeReturn volumes =
        new VolumeReturn(
            site, claims, request, new MoverRuns(site, journal).open(request.image()))) {
      RestorePlan plan = plan(request, backup, volumes);
      ApplyResult applied = apply(plan, backup, volumes);
      FaultPoint.pass("restore-objects-applied");
      site.progress().on(new ProgressEvent.Step("filling volumes"));
      List<FillOutcome> filled = volumes.fill();
      RestoreRecord.warnings(filled)
          .forEach(warning -> site.progress().on(new ProgressEvent.Warning(warning)));
      FaultPoint.pass("restore-volumes-filled");
      return record.resource(applied, filled, awaitReady(request, applied, filled));
    }
  }

  private ApplyResult apply(RestorePlan plan, StoredBackup backup, ClaimGate gate) {
    List<Failure> refusals = plan.refusals();
    if (!refusals.isEmpty() && refusals.size() == plan.items().size()) {
      throw new EngineException(refusals.getFirst());
    }
    return new WaveApplier(site.cluster(), gate, site.progress())
        .apply(plan, archive(backup), new ApplyOptions(false, PATIENCE));
  }

  private List<Unready> awaitReady(
      RestoreRequest request, ApplyResult applied, List<FillOutcome> filled) {
    if (applied.workloads().isEmpty() || request.readyTimeout().isZero()) {
      return List.of();
    }
    site.progress().on(new ProgressEvent.Step("waiting for workloads"));
    return new ReadinessWait(site.cluster())
        .await(applied.workloads(), missing(filled), request.readyTimeout());
  }

  /// The claims that did not come back at all.
  private static Set<PvcRef> missing(List<FillOutcome> filled) {
    return filled.stream()
        .filter(outcome -> outcome instanceof FillOutcome.Failed failed && failed.report() == null)
        .map(FillOutcome::claim)
        .collect(Collectors.toSet());
  }

  private RestorePlan plan(RestoreRequest request, StoredBackup backup, ClaimGate gate) {
    site.progress().on(new ProgressEvent.Step("planning"));
    return new RestorePlanner(archive(backup), new LiveCluster(site.cluster()), gate).plan(request);
  }

  private StoredBackup open(RestoreRequest request) {
    return new Catalog(site.vault()).open(request.backup());
  }

  private TreeArchive archive(StoredBackup backup) {
    return new TreeArchive(site.vault().reader(), backup.objects());
  }
}
