package io.csdr.engine.volume;

import io.csdr.engine.EngineException;
import io.csdr.engine.volume.Fill.Guard;
import io.csdr.engine.volume.gate.GateKeeper;
import io.csdr.engine.volume.run.ApiRefusal;
import io.csdr.engine.volume.run.Cleanup;
import io.csdr.model.ByteSize;
import io.csdr.model.Failure;
import io.csdr.model.ProgressEvent;
import io.csdr.model.ProgressSink;
import io.csdr.model.job.MoverReport;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings a claim and its data back, in two steps. After [#guard] the target claim exists and nobody can start
/// on an empty volume, so workloads may be applied, unless [Guarded#mustFillFirst]; [#fill] then brings the
/// data and lets the waiting pods start.
public final class VolumeFill {
  private final VolumeRun run;
  private final FillSettings settings;
  private final FillCheck check;

  /// Fills within `run`.
  public VolumeFill(VolumeRun run, FillSettings settings) {
    this.run = run;
    this.settings = settings;
    this.check = new FillCheck(run.client());
  }

  /// A claim that is guarded and waits to be filled. Closing it takes back what was not filled.
  public static final class Guarded implements AutoCloseable {
    private final VolumeRun run;
    private final Fill fill;
    private final Guard guard;
    private boolean over;

    private Guarded(VolumeRun run, Fill fill, Guard guard) {
      this.run = run;
      this.fill = fill;
      this.guard = guard;
    }

    /// Whether workloads must not be applied before [VolumeFill#fill] has returned: because the caller
    /// lacks the rights on PersistentVolumes that a real gate needs, or because the claim that is to be
    /// replaced is still there, and its old data with it.
    public boolean mustFillFirst() {
      return guard instanceof Guard.Ready ready
          && (!ready.gate().gated() || ready.replaced() != null);
    }

    /// Whether the claim is there, or will be once it is filled.
    public boolean made() {
      return guard instanceof Guard.Ready
          || (guard instanceof Guard.Over over && !(over.outcome() instanceof FillOutcome.Failed));
    }

    @Override
    public void close() {
      if (!over && guard instanceof Guard.Ready ready) {
        GateKeeper gates = new GateKeeper(run.client(), run.scope());
        Cleanup.calmly(() -> gates.abandon(ready.gate()));
      }
    }
  }

  /// Creates the target claim, guarded. What keeps it from being made becomes the outcome of [#fill].
  public Guarded guard(FillRequest request) throws InterruptedException {
    Fill fill = new Fill(run, settings, request);
    return new Guarded(run, fill, guard(fill, request));
  }

  /// Fills what was guarded.
  public FillOutcome fill(Guarded guarded, ProgressSink progress) throws InterruptedException {
    FillOutcome outcome = fill(guarded.fill, guarded.guard, progress);
    guarded.over = true;
    return told(outcome, progress);
  }

  private Guard guard(Fill fill, FillRequest request) throws InterruptedException {
    try {
      List<Failure> expected = check.failures(request);
      return expected.isEmpty()
          ? fill.guard()
          : new Guard.Over(fill.failed(new EngineException(expected.getFirst())));
    } catch (EngineException e) {
      return new Guard.Over(fill.failed(e));
    } catch (KubernetesClientException e) {
      ApiRefusal.checkInterrupt(e);
      return new Guard.Over(refused(fill, e));
    }
  }

  private static FillOutcome fill(Fill fill, Guard guard, ProgressSink progress)
      throws InterruptedException {
    try {
      return switch (guard) {
        case Guard.Over over -> over.outcome();
        case Guard.Ready ready -> fill.fill(ready, new SinkWatch(fill.claim(), progress));
      };
    } catch (EngineException e) {
      return fill.failed(e);
    } catch (KubernetesClientException e) {
      ApiRefusal.checkInterrupt(e);
      return refused(fill, e);
    }
  }

  private static FillOutcome refused(Fill fill, KubernetesClientException e) {
    return new FillOutcome.Failed(
        fill.claim(),
        ApiRefusal.failure("persistentvolumeclaims " + fill.claim(), "restore it", e),
        null);
  }

  private static FillOutcome told(FillOutcome outcome, ProgressSink progress) {
    String text =
        switch (outcome) {
          case FillOutcome.Filled filled -> "restored" + size(filled.report());
          case FillOutcome.Kept kept -> "exists, left as it is";
          case FillOutcome.Failed failed -> "failed: " + failed.failure().message();
        };
    progress.on(new ProgressEvent.VolumeDone(outcome.claim(), text));
    return outcome;
  }

  private static String size(@Nullable MoverReport report) {
    return report == null ? " earlier" : ", " + ByteSize.of(report.bytes());
  }
}
