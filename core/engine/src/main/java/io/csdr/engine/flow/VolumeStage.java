package io.csdr.engine.flow;

import io.csdr.engine.capture.Coverage;
import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.catalog.StoredBackup;
import io.csdr.engine.journal.RunJournal;
import io.csdr.engine.volume.CaptureSettings;
import io.csdr.engine.volume.VolumeCapture;
import io.csdr.engine.volume.VolumeOutcome;
import io.csdr.engine.volume.VolumeRun;
import io.csdr.engine.volume.claim.CaptureChoice;
import io.csdr.engine.volume.claim.ClaimFacts;
import io.csdr.engine.volume.claim.ClaimReader;
import io.csdr.model.Consistency;
import io.csdr.model.ProgressEvent;
import io.csdr.model.PvcRef;
import io.csdr.model.Verdict;
import io.csdr.model.api.ApplicationBackup.VolumeStatus;
import io.csdr.model.job.EntryLines;
import io.csdr.model.job.MoverReport;
import io.csdr.model.request.BackupRequest;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.commit.Root;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The volumes of a backup: facts, method, data, and a verdict for each claim.
record VolumeStage(Site site, BackupRequest request, RunJournal journal) {
  private static final int MOST_REASON = 512;

  /// The trees that were saved and what there is to tell of each claim.
  record Captured(List<Root> roots, List<VolumeStatus> statuses) {}

  Captured capture(List<PvcRef> claims, Coverage coverage) throws InterruptedException {
    KubernetesClient client = site.cluster().client();
    List<ClaimFacts> facts = new ClaimReader(client, Map.of()).read(claims);
    CaptureChoice choice = new CaptureChoice(request.volumes(), request.required());
    List<VolumeOutcome> outcomes = new ArrayList<>();
    List<ClaimFacts> moving = new ArrayList<>();
    for (ClaimFacts fact : facts) {
      VolumeOutcome.decided(fact.claim(), choice.choose(fact))
          .ifPresentOrElse(outcomes::add, () -> moving.add(fact));
    }
    if (!moving.isEmpty()) {
      outcomes.addAll(move(choice, moving));
    }
    outcomes.sort(Comparator.comparing(VolumeOutcome::claim));
    List<Root> roots = new ArrayList<>();
    List<VolumeStatus> statuses = new ArrayList<>();
    for (VolumeOutcome outcome : outcomes) {
      coverage.volume(outcome.claim(), outcome.verdict());
      statuses.add(status(outcome));
      MoverReport report = outcome.report();
      if (report != null) {
        coverage.entries(outcome.claim(), report);
        tellSkipped(outcome.claim(), report.skipped());
      }
      if (report != null && report.root() != null) {
        roots.add(new Root(StoredBackup.labelOf(outcome.claim()), BlobId.parse(report.root())));
      }
    }
    return new Captured(roots, statuses);
  }

  void tellSkipped(PvcRef claim, EntryLines skipped) {
    if (!skipped.none()) {
      site.progress()
          .on(
              new ProgressEvent.Warning(
                  claim
                      + ": "
                      + skipped.summary("entries were left out")
                      + "; all: kubectl csdr describe "
                      + request.name()
                      + " --details"));
    }
  }

  private List<VolumeOutcome> move(CaptureChoice choice, List<ClaimFacts> facts)
      throws InterruptedException {
    site.progress()
        .on(
            new ProgressEvent.Step(
                "capturing " + facts.size() + (facts.size() == 1 ? " volume" : " volumes")));
    CaptureSettings settings =
        new CaptureSettings(choice, request.parallel(), request.compression(), parents(facts));
    try (VolumeRun run = new MoverRuns(site, journal).open(request.image())) {
      return new VolumeCapture(run, settings).capture(facts, site.progress());
    }
  }

  private Map<PvcRef, String> parents(List<ClaimFacts> facts) {
    Map<String, BlobId> trees = new Catalog(site.vault()).newestTrees(journal.run().clusterUid());
    Map<PvcRef, String> parents = new HashMap<>();
    for (ClaimFacts fact : facts) {
      BlobId tree = trees.get(StoredBackup.labelOf(fact.claim()));
      if (tree != null) {
        parents.put(fact.claim(), tree.toString());
      }
    }
    return parents;
  }

  private static VolumeStatus status(VolumeOutcome outcome) {
    MoverReport report = outcome.report();
    Consistency consistency = outcome.consistency();
    return new VolumeStatus(
        outcome.claim().namespace(),
        outcome.claim().name(),
        outcome.method().toString(),
        consistency == null ? null : consistency.toString(),
        switch (outcome.verdict()) {
          case Verdict.Saved saved -> "saved";
          case Verdict.Excluded excluded -> "excluded";
          case Verdict.Failed failed -> "failed";
        },
        switch (outcome.verdict()) {
          case Verdict.Saved saved -> null;
          case Verdict.Excluded excluded -> excluded.rule();
          case Verdict.Failed failed -> brief(failed.failure().message());
        },
        report == null ? 0 : report.bytes(),
        report == null ? 0 : report.newBytes(),
        null);
  }

  /// The whole of it is in the coverage.
  private static String brief(String reason) {
    return reason.length() <= MOST_REASON ? reason : reason.substring(0, MOST_REASON - 1) + "…";
  }
}
