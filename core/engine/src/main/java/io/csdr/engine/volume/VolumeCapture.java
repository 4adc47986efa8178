package io.csdr.engine.volume;

import io.csdr.engine.EngineException;
import io.csdr.engine.volume.CaptureWindow.Part;
import io.csdr.engine.volume.VolumeOutcome.Method;
import io.csdr.engine.volume.claim.CaptureMethod;
import io.csdr.engine.volume.claim.ClaimFacts;
import io.csdr.engine.volume.run.ApiRefusal;
import io.csdr.engine.volume.run.Parallel;
import io.csdr.engine.volume.snapshot.SnapshotRemoval;
import io.csdr.engine.volume.snapshot.Snapshots;
import io.csdr.engine.volume.snapshot.TakenSnapshot;
import io.csdr.model.ByteSize;
import io.csdr.model.ProgressEvent;
import io.csdr.model.ProgressSink;
import io.csdr.model.PvcRef;
import io.csdr.model.Verdict;
import io.csdr.model.job.MoverReport;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Captures the data of claims. First every snapshot is cut, all at once: that is the window in which an
/// application may be frozen. Then the data moves, several volumes at a time.
public final class VolumeCapture {
  /// Requests to the API server at a time; a snapshot itself costs the driver's time, not ours.
  private static final int SNAPSHOTS_AT_A_TIME = 64;

  private final VolumeRun run;
  private final CaptureSettings settings;

  /// Captures within `run`.
  public VolumeCapture(VolumeRun run, CaptureSettings settings) {
    this.run = run;
    this.settings = settings;
  }

  /// Both steps; one outcome per claim, in their order.
  public List<VolumeOutcome> capture(List<ClaimFacts> claims, ProgressSink progress)
      throws InterruptedException {
    try (CaptureWindow window = take(claims)) {
      return move(window, progress);
    }
  }

  /// Decides for each claim and cuts the snapshots. Nothing of a snapshot is left when it fails or this
  /// thread is interrupted.
  public CaptureWindow take(List<ClaimFacts> claims) throws InterruptedException {
    boolean complete = false;
    try {
      CaptureWindow window =
          new CaptureWindow(run, Parallel.map(SNAPSHOTS_AT_A_TIME, claims, this::take));
      complete = true;
      return window;
    } finally {
      if (!complete) {
        Places places = new Places(run);
        CaptureWindow.removeAll(
            run, claims.stream().map(ClaimFacts::claim).toList(), places::forSnapshot);
      }
    }
  }

  /// Moves the data of everything in the window.
  public List<VolumeOutcome> move(CaptureWindow window, ProgressSink progress)
      throws InterruptedException {
    return Parallel.map(settings.parallel(), window.parts(), part -> move(part, progress));
  }

  private Part take(ClaimFacts facts) throws InterruptedException {
    return switch (settings.choice().choose(facts)) {
      case CaptureMethod.Skipped skipped ->
          new Part.Over(VolumeOutcome.excluded(facts.claim(), skipped.rule()));
      case CaptureMethod.Refused refused ->
          new Part.Over(VolumeOutcome.failed(facts.claim(), Method.NONE, refused.failure()));
      case CaptureMethod.LiveCopy live -> new Part.Copy(facts.claim());
      case CaptureMethod.IdleCopy idle -> new Part.Copy(facts.claim());
      case CaptureMethod.Snapshot snapshot -> cut(facts, snapshot);
    };
  }

  private Part cut(ClaimFacts facts, CaptureMethod.Snapshot method) throws InterruptedException {
    String staging = new Places(run).forSnapshot(facts.claim());
    TakenSnapshot taken = null;
    try {
      taken =
          new Snapshots(run.client(), run.scope(), run.timeouts().snapshot())
              .take(facts, method, staging);
      return new Part.Cut(taken);
    } catch (EngineException e) {
      return new Part.Over(VolumeOutcome.failed(facts.claim(), Method.SNAPSHOT, e.failure()));
    } catch (KubernetesClientException e) {
      ApiRefusal.checkInterrupt(e);
      return new Part.Over(refused(facts.claim(), Method.SNAPSHOT, e));
    } finally {
      if (taken == null) {
        new SnapshotRemoval(run.client(), run.scope()).remove(facts.claim(), staging);
      }
    }
  }

  private VolumeOutcome move(Part part, ProgressSink progress) throws InterruptedException {
    return switch (part) {
      case Part.Over over -> over.outcome();
      case Part.Cut cut -> {
        PvcRef claim = cut.snapshot().claim();
        SnapshotMove move = new SnapshotMove(run, settings);
        yield told(
            attempt(
                claim,
                Method.SNAPSHOT,
                () -> move.move(cut.snapshot(), new SinkWatch(claim, progress))),
            progress);
      }
      case Part.Copy copy -> {
        CopyMove move = new CopyMove(run, settings);
        yield told(
            attempt(
                copy.claim(),
                Method.COPY,
                () -> move.move(copy.claim(), new SinkWatch(copy.claim(), progress))),
            progress);
      }
    };
  }

  /// One move, which may end in what the API server or the run itself cannot go on with.
  private interface Move {
    VolumeOutcome run() throws InterruptedException;
  }

  private static VolumeOutcome attempt(PvcRef claim, Method method, Move move)
      throws InterruptedException {
    try {
      return move.run();
    } catch (EngineException e) {
      return VolumeOutcome.failed(claim, method, e.failure());
    } catch (KubernetesClientException e) {
      ApiRefusal.checkInterrupt(e);
      return refused(claim, method, e);
    }
  }

  private static VolumeOutcome refused(PvcRef claim, Method method, KubernetesClientException e) {
    return VolumeOutcome.failed(
        claim, method, ApiRefusal.failure("persistentvolumeclaims " + claim, "capture it", e));
  }

  private static VolumeOutcome told(VolumeOutcome outcome, ProgressSink progress) {
    String text =
        switch (outcome.verdict()) {
          case Verdict.Saved saved ->
              outcome.method() + ", " + outcome.consistency() + size(outcome.report());
          case Verdict.Excluded excluded -> "excluded: " + excluded.rule();
          case Verdict.Failed failed -> "failed: " + failed.failure().message();
        };
    progress.on(new ProgressEvent.VolumeDone(outcome.claim(), text));
    for (String warning : outcome.warnings()) {
      progress.on(new ProgressEvent.Warning(outcome.claim() + ": " + warning));
    }
    return outcome;
  }

  private static String size(@Nullable MoverReport report) {
    return report == null
        ? ""
        : ", " + ByteSize.of(report.bytes()) + " (" + ByteSize.of(report.newBytes()) + " new)";
  }
}
