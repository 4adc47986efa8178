package io.csdr.engine.apply;

import io.csdr.engine.cluster.ApiException;
import io.csdr.engine.cluster.ApiFailures;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.cluster.Observation;
import io.csdr.engine.cluster.ParallelCalls;
import io.csdr.model.Failure;
import io.csdr.model.ObjectRef;
import io.csdr.model.PvcRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/// Waits until restored workloads run, and says of each that does not what keeps it.
public final class ReadinessWait {
  private static final int WIDTH = 32;

  /// How long workloads must stay ready: a container that ends at once is ready for a moment too, until the
  /// kubelet, which looks each second, has seen its end.
  private static final Duration STEADY = Duration.ofSeconds(2);

  private final Cluster cluster;

  /// Watches workloads in `cluster`.
  public ReadinessWait(Cluster cluster) {
    this.cluster = cluster;
  }

  /// A workload that is not ready. One that is `late` had not failed when the time was over.
  public record Unready(Failure failure, boolean late) {}

  /// Returns when all are ready, or `timeout` is over, with every workload that is not, and why: from its
  /// pods' status and events where those tell. Jobs that fail are told at once. Workloads whose pods mount
  /// one of the `missing` claims are not waited for: that failure has been told.
  public List<Unready> await(List<ObjectRef> workloads, Set<PvcRef> missing, Duration timeout) {
    ClaimNeed need = new ClaimNeed(missing);
    Discovery discovery = cluster.discover();
    long deadline = System.nanoTime() + timeout.toNanos();
    List<Unready> unready = Collections.synchronizedList(new ArrayList<>());
    Collection<ObjectRef> pending = workloads;
    while (!pending.isEmpty()) {
      Set<ObjectRef> ready = ConcurrentHashMap.newKeySet();
      each(
          discovery,
          pending,
          (kind, ref) ->
              one(discovery, need, kind, ref, deadline)
                  .ifPresentOrElse(unready::add, () -> ready.add(ref)));
      pending = lapsed(discovery, need, ready);
    }
    return List.copyOf(unready);
  }

  /// Those that were ready for a moment only.
  private Set<ObjectRef> lapsed(Discovery discovery, ClaimNeed need, Set<ObjectRef> ready) {
    Set<ObjectRef> lapsed = ConcurrentHashMap.newKeySet();
    if (!ready.isEmpty()) {
      pause();
      each(
          discovery,
          ready,
          (kind, ref) -> {
            if (!steady(need, kind, ref)) {
              lapsed.add(ref);
            }
          });
    }
    return lapsed;
  }

  /// What cannot be looked at is waited for again, which tells why.
  private boolean steady(ClaimNeed need, ApiResource kind, ObjectRef ref) {
    try {
      return cluster
          .get(kind, ref.namespace(), ref.name())
          .filter(now -> need.of(now) || Readiness.of(now) instanceof Readiness.Ready)
          .isPresent();
    } catch (ApiException e) {
      return false;
    }
  }

  private static void each(
      Discovery discovery, Collection<ObjectRef> refs, BiConsumer<ApiResource, ObjectRef> work) {
    List<Runnable> calls = new ArrayList<>();
    for (ObjectRef ref : refs) {
      discovery
          .find(ref.group(), ref.resource())
          .ifPresent(kind -> calls.add(() -> work.accept(kind, ref)));
    }
    new ParallelCalls(WIDTH).run(calls);
  }

  private static void pause() {
    try {
      Thread.sleep(STEADY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  private Optional<Unready> one(
      Discovery discovery, ClaimNeed need, ApiResource kind, ObjectRef ref, long deadline) {
    try {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      Optional<Observation> settled =
          cluster.await(
              kind,
              ref.namespace(),
              ref.name(),
              left,
              seen ->
                  seen == null
                      || need.of(seen)
                      || !(Readiness.of(seen) instanceof Readiness.NotYet));
      Optional<KubeObject> last =
          settled.isPresent()
              ? settled.get().object()
              : cluster.get(kind, ref.namespace(), ref.name());
      if (last.isEmpty()) {
        return failed(new Failure(ref.toString(), "Gone", "it was deleted meanwhile", ""));
      }
      return need.of(last.get()) ? Optional.empty() : judge(discovery, ref, last.get());
    } catch (ApiException e) {
      return failed(ApiFailures.of(e, ref));
    }
  }

  private static Optional<Unready> failed(Failure failure) {
    return Optional.of(new Unready(failure, false));
  }

  private Optional<Unready> judge(Discovery discovery, ObjectRef ref, KubeObject workload) {
    return switch (Readiness.of(workload)) {
      case Readiness.Ready ignored -> Optional.empty();
      case Readiness.Broken(String why) ->
          failed(new Failure(ref.toString(), "WorkloadFailed", why, describe(ref)));
      case Readiness.NotYet(String why) ->
          Optional.of(new Unready(trouble(discovery, ref, workload, why), true));
    };
  }

  private Failure trouble(Discovery discovery, ObjectRef ref, KubeObject workload, String why) {
    return new PodTrouble(cluster, discovery)
        .of(workload)
        .map(trouble ->
            new Failure(ref.toString(), trouble.type(), trouble.message(), trouble.fix()))
        .orElseGet(() -> new Failure(ref.toString(), "NotReady", why, describe(ref)));
  }

  private static String describe(ObjectRef ref) {
    return "kubectl describe "
        + ref.qualifiedResource()
        + " "
        + ref.name()
        + " -n "
        + ref.namespace();
  }
}
