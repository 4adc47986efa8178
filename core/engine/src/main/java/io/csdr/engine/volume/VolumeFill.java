package io.csdr.engine.volume;

import io.csdr.engine.EngineException;
import io.csdr.engine.volume.Fill.Guard;
import io.csdr.engine.volume.gate.GateKeeper;
import io.csdr.engine.volume.run.ApiRefusal;
import io.csdr.engine.volume.run.Cleanup;
import io.csdr.engine.volume.run.Parallel;
import io.csdr.model.ByteSize;
import io.csdr.model.ProgressEvent;
import io.csdr.model.ProgressSink;
import io.csdr.model.job.MoverReport;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings claims and their data back, in two steps. After [#guard] every target claim exists and nobody
/// can start on an empty volume, so workloads may be applied, unless [Guarded#mustFillFirst]; [#fill] then
/// brings the data and lets the waiting pods start, volume by volume.
public final class VolumeFill {
  private static final int GUARDS_AT_A_TIME = 16;

  private final VolumeRun run;
  private final FillSettings settings;

  /// Fills within `run`.
  public VolumeFill(VolumeRun run, FillSettings settings) {
    this.run = run;
    this.settings = settings;
  }

  /// Claims that are guarded and wait to be filled. Closing it takes back what was not filled.
  public static final class Guarded implements AutoCloseable {
    private final VolumeRun run;
    private final List<Fill> fills;
    private final List<Guard> guards;
    private boolean over;

    private Guarded(VolumeRun run, List<Fill> fills, List<Guard> guards) {
      this.run = run;
      this.fills = fills;
      this.guards = guards;
    }

    /// Whether workloads must not be applied before [VolumeFill#fill] has returned: because the caller
    /// lacks the rights on PersistentVolumes that a real gate needs, or because the claim that is to be
    /// replaced is still there, and its old data with it.
    public boolean mustFillFirst() {
      return guards.stream()
          .anyMatch(guard ->
              guard instanceof Guard.Ready ready
                  && (!ready.gate().gated() || ready.replaced() != null));
    }

    @Override
    public void close() {
      if (over) {
        return;
      }
      GateKeeper gates = new GateKeeper(run.client(), run.scope());
      for (Guard guard : guards) {
        if (guard instanceof Guard.Ready ready) {
          Cleanup.calmly(() -> gates.abandon(ready.gate()));
        }
      }
    }
  }

  /// Creates every target claim, guarded. Run [FillCheck] first.
  public Guarded guard(List<FillRequest> requests) throws InterruptedException {
    List<Fill> fills = requests.stream().map(request -> new Fill(run, settings, request)).toList();
    return new Guarded(run, fills, Parallel.map(GUARDS_AT_A_TIME, fills, VolumeFill::guard));
  }

  /// Fills what was guarded, several at a time; one outcome per request, in their order.
  public List<FillOutcome> fill(Guarded guarded, ProgressSink progress)
      throws InterruptedException {
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < guarded.fills.size(); i++) {
      indexes.add(i);
    }
    List<FillOutcome> outcomes =
        Parallel.map(
            settings.parallel(),
            indexes,
            index ->
                told(
                    fill(guarded.fills.get(index), guarded.guards.get(index), progress), progress));
    guarded.over = true;
    return outcomes;
  }

  private static Guard guard(Fill fill) throws InterruptedException {
    try {
      return fill.guard();
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
