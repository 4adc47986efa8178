package io.csdr.engine.apply;

import io.csdr.engine.apply.PlanItem.Stage;
import io.csdr.engine.cluster.ApiException;
import io.csdr.engine.cluster.ApiFailures;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.ParallelCalls;
import io.csdr.engine.cluster.WriteOptions;
import io.csdr.model.ObjectRef;
import io.csdr.model.ProgressEvent;
import io.csdr.model.ProgressSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Applies a plan: what is to be replaced goes first, then wave after wave is made, many objects at a
/// time. What a not yet ready webhook refuses is tried again until the patience ends.
public final class WaveApplier {
  /// The API connection narrows this to what the server takes.
  private static final int WIDTH = 64;

  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Cluster cluster;
  private final ClaimGate gate;
  private final ProgressSink progress;
  private final ParallelCalls parallel = new ParallelCalls(WIDTH);

  /// Applies to `cluster`; claims that `gate` guards are made by it.
  public WaveApplier(Cluster cluster, ClaimGate gate, ProgressSink progress) {
    this.cluster = cluster;
    this.gate = gate;
    this.progress = progress;
  }

  /// Applies the plan; refusals of single objects are in the result.
  ///
  /// @throws ApiException when the API server cannot be reached any more
  public ApplyResult apply(RestorePlan plan, ObjectArchive archive, ApplyOptions options) {
    Tally tally = new Tally(progress, plan.items().size());
    WriteOptions writing =
        options.dryRun() ? WriteOptions.RESTORE.pretending() : WriteOptions.RESTORE;
    ItemApplier applier = new ItemApplier(cluster, archive, plan, gate, writing, tally);
    Set<PlanItem> lost = options.dryRun() ? Set.of() : remove(plan, applier, options, tally);
    Map<PlanItem, ApiException> postponed = new LinkedHashMap<>();
    for (Map.Entry<Stage, List<PlanItem>> stage : stages(plan).entrySet()) {
      List<PlanItem> items = stage.getValue().stream().filter(i -> !lost.contains(i)).toList();
      if (stage.getKey().level() == 0) {
        progress.on(new ProgressEvent.Step("restoring " + stage.getKey().wave()));
      }
      postponed.putAll(attempt(items, applier));
      if (stage.getKey().wave() == Wave.DEFINITIONS && !options.dryRun()) {
        served(items, applier, options, tally);
      }
    }
    again(postponed, applier, options, tally);
    return tally.result();
  }

  private Set<PlanItem> remove(
      RestorePlan plan, ItemApplier applier, ApplyOptions options, Tally tally) {
    List<PlanItem> replaced =
        plan.items().stream().filter(i -> i.action() instanceof PlanAction.Replace).toList();
    return new Removal(cluster, applier.discovery(), parallel, options.patience())
        .remove(replaced, tally);
  }

  private static Map<Stage, List<PlanItem>> stages(RestorePlan plan) {
    Map<Stage, List<PlanItem>> stages = new TreeMap<>();
    for (PlanItem item : plan.items()) {
      stages.computeIfAbsent(item.stage(), ignored -> new ArrayList<>()).add(item);
    }
    return stages;
  }

  /// Returns the items to try again, with why.
  private Map<PlanItem, ApiException> attempt(List<PlanItem> items, ItemApplier applier) {
    Queue<Map.Entry<PlanItem, ApiException>> postponed = new ConcurrentLinkedQueue<>();
    List<Runnable> calls = new ArrayList<>();
    for (PlanItem item : items) {
      calls.add(() -> {
        try {
          applier.apply(item);
        } catch (ApiException e) {
          if (!ItemApplier.passing(e)) {
            throw e;
          }
          postponed.add(Map.entry(item, e));
        }
      });
    }
    parallel.run(calls);
    Map<PlanItem, ApiException> ordered = new LinkedHashMap<>();
    postponed.forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
    return ordered;
  }

  private void served(
      List<PlanItem> items, ItemApplier applier, ApplyOptions options, Tally tally) {
    List<ObjectRef> made =
        items.stream()
            .filter(item -> item.action() instanceof PlanAction.Create)
            .map(PlanItem::target)
            .toList();
    if (!made.isEmpty()) {
      DefinitionWait wait = new DefinitionWait(cluster, parallel, options.patience());
      applier.discovered(wait.await(made, applier.discovery(), tally));
    }
  }

  private void again(
      Map<PlanItem, ApiException> postponed,
      ItemApplier applier,
      ApplyOptions options,
      Tally tally) {
    Map<PlanItem, ApiException> left = postponed;
    long deadline = System.nanoTime() + options.patience().toNanos();
    while (!left.isEmpty() && !options.dryRun() && System.nanoTime() < deadline) {
      progress.on(
          new ProgressEvent.Step("waiting for webhooks that refuse " + left.size() + " objects"));
      pause();
      left = attempt(List.copyOf(left.keySet()), applier);
    }
    left.forEach((item, e) -> tally.failed(ApiFailures.of(e, item.target())));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }
}
