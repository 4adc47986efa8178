package io.csdr.engine.apply;

import io.csdr.engine.cluster.ApiException;
import io.csdr.engine.cluster.ApiFailures;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.cluster.ParallelCalls;
import io.csdr.engine.cluster.WriteOptions;
import io.csdr.model.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Deletes what is to be replaced, each object only if it is still the planned one, and waits until all
/// of it is gone.
final class Removal {
  private final Cluster cluster;
  private final Discovery discovery;
  private final ParallelCalls parallel;
  private final Duration patience;
  private final Set<PlanItem> failed = ConcurrentHashMap.newKeySet();

  Removal(Cluster cluster, Discovery discovery, ParallelCalls parallel, Duration patience) {
    this.cluster = cluster;
    this.discovery = discovery;
    this.parallel = parallel;
    this.patience = patience;
  }

  /// Removes in reverse order of stages, so that pods let go of claims; returns the items that could not
  /// be removed, whose failures are in `tally`.
  Set<PlanItem> remove(List<PlanItem> replaced, Tally tally) {
    for (PlanItem item : replaced.reversed()) {
      attempt(item, tally, () -> delete(item));
    }
    List<Runnable> waits = new ArrayList<>();
    for (PlanItem item : replaced) {
      waits.add(() -> attempt(item, tally, () -> awaitGone(item)));
    }
    parallel.run(waits);
    return failed;
  }

  private void attempt(PlanItem item, Tally tally, Supplier<Optional<Failure>> step) {
    try {
      step.get().ifPresent(failure -> fail(item, failure, tally));
    } catch (ApiException e) {
      fail(item, ApiFailures.of(e, item.target()), tally);
    }
  }

  private void fail(PlanItem item, Failure failure, Tally tally) {
    if (failed.add(item)) {
      tally.failed(failure);
    }
  }

  private Optional<Failure> delete(PlanItem item) {
    if (item.action() instanceof PlanAction.Replace(String uid, List<String> differences)) {
      cluster.delete(
          kind(item), item.target().namespace(), item.target().name(), uid, WriteOptions.RESTORE);
    }
    return Optional.empty();
  }

  private Optional<Failure> awaitGone(PlanItem item) {
    if (!(item.action() instanceof PlanAction.Replace(String uid, List<String> differences))
        || failed.contains(item)) {
      return Optional.empty();
    }
    boolean gone =
        cluster
            .await(
                kind(item),
                item.target().namespace(),
                item.target().name(),
                patience,
                seen -> seen == null || !seen.uid().equals(uid))
            .isPresent();
    return gone ? Optional.empty() : Optional.of(stillThere(item));
  }

  private Failure stillThere(PlanItem item) {
    String finalizers =
        cluster
            .get(kind(item), item.target().namespace(), item.target().name())
            .map(object -> object.at("/metadata/finalizers").toString())
            .orElse("");
    return new Failure(
        item.target().toString(),
        "StillBeingDeleted",
        "it was deleted to be replaced and is still there after "
            + patience.toSeconds()
            + " s, finalizers: "
            + finalizers,
        "see that the controllers of its finalizers run, then run the same restore again");
  }

  private ApiResource kind(PlanItem item) {
    return discovery
        .find(item.target().group(), item.target().resource())
        .orElseThrow(() -> new IllegalStateException("a live object of an unserved kind"));
  }
}
