package io.csdr.engine.flow;

import io.csdr.engine.capture.CapturedObjects;
import io.csdr.engine.capture.Coverage;
import io.csdr.engine.capture.ObjectCapture;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.volume.VolumeOutcome.Method;
import io.csdr.engine.volume.claim.CaptureChoice;
import io.csdr.engine.volume.claim.CaptureMethod;
import io.csdr.engine.volume.claim.ClaimFacts;
import io.csdr.engine.volume.claim.ClaimReader;
import io.csdr.engine.volume.claim.VolumeFacts;
import io.csdr.model.Consistency;
import io.csdr.model.Phase;
import io.csdr.model.ProgressEvent;
import io.csdr.model.ProgressSink;
import io.csdr.model.PvcRef;
import io.csdr.model.Verdict;
import io.csdr.model.api.ApplicationBackup.VolumeStatus;
import io.csdr.model.request.BackupRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds out what a backup would save, by the very steps that would choose it. Nothing is written to the
/// cluster, and no vault is needed.
public final class PreviewFlow {
  private final Cluster cluster;
  private final Path temporary;
  private final ProgressSink progress;

  /// Looks into `cluster`, with `temporary` for what does not fit into memory.
  public PreviewFlow(Cluster cluster, Path temporary, ProgressSink progress) {
    this.cluster = cluster;
    this.temporary = temporary;
    this.progress = progress;
  }

  /// What a backup of this request would save if it were made now into the vault of this name.
  ///
  /// @throws io.csdr.engine.EngineException when there is nothing to save
  public BackupPreview run(BackupRequest request, String vaultName) {
    BackupRecord.Origin origin =
        new BackupRecord.Origin(cluster.uid(), cluster.version(), Instant.now());
    progress.on(new ProgressEvent.Step("looking at objects"));
    try (Coverage coverage = new Coverage(temporary)) {
      CapturedObjects captured =
          new ObjectCapture(cluster, temporary, progress)
              .capture(request.selection(), request.filters(), coverage, (path, json) -> {});
      if (captured.stored() == 0) {
        throw BackupFlow.nothing(request, coverage);
      }
      progress.on(new ProgressEvent.Step("looking at volumes"));
      List<VolumeStatus> volumes = volumes(request, captured.claims(), coverage);
      CoverageTally tally = new CoverageTally();
      String digest = coverage.write(tally);
      BackupRecord.Result result =
          new BackupRecord.Result(
              Phase.NEW, coverage, digest, volumes, BackupFlow.weakest(volumes), null);
      return new BackupPreview(
          new BackupRecord(request, "", vaultName, origin).resource(result),
          tally.kinds(),
          tally.exclusions(),
          tally.kindsLeftOut(),
          coverage.failures(),
          coverage.failureCount());
    }
  }

  private List<VolumeStatus> volumes(
      BackupRequest request, List<PvcRef> claims, Coverage coverage) {
    CaptureChoice choice = new CaptureChoice(request.volumes(), request.required());
    List<VolumeStatus> volumes = new ArrayList<>();
    for (ClaimFacts facts : new ClaimReader(cluster.client(), Map.of()).read(claims)) {
      volumes.add(volume(facts, choice.choose(facts), coverage));
    }
    return volumes;
  }

  private static VolumeStatus volume(ClaimFacts facts, CaptureMethod method, Coverage coverage) {
    return switch (method) {
      case CaptureMethod.Skipped(String rule) -> {
        coverage.volume(facts.claim(), new Verdict.Excluded(rule));
        yield status(facts, Method.NONE, null, "excluded", rule);
      }
      case CaptureMethod.Refused refused -> {
        coverage.volume(facts.claim(), new Verdict.Failed(refused.failure()));
        yield status(facts, Method.NONE, null, "failed", refused.failure().message());
      }
      case CaptureMethod.Snapshot it ->
          status(
              facts, Method.SNAPSHOT, it.consistency(), "planned", "class " + it.snapshotClass());
      case CaptureMethod.LiveCopy it ->
          status(facts, Method.COPY, it.consistency(), "planned", "in use on node " + it.node());
      case CaptureMethod.IdleCopy it ->
          status(facts, Method.COPY, it.consistency(), "planned", "not in use");
    };
  }

  private static VolumeStatus status(
      ClaimFacts facts,
      Method method,
      @Nullable Consistency consistency,
      String verdict,
      String reason) {
    VolumeFacts volume = facts.volume();
    return new VolumeStatus(
        facts.claim().namespace(),
        facts.claim().name(),
        method.toString(),
        consistency == null ? null : consistency.toString(),
        verdict,
        reason,
        volume == null ? 0 : volume.capacityBytes(),
        0,
        null);
  }
}
