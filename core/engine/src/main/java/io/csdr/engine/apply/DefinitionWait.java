package io.csdr.engine.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.cluster.ParallelCalls;
import io.csdr.model.Failure;
import io.csdr.model.ObjectRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Waits until the API server serves the CRDs that were just made.
final class DefinitionWait {
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Cluster cluster;
  private final ParallelCalls parallel;
  private final Duration patience;

  DefinitionWait(Cluster cluster, ParallelCalls parallel, Duration patience) {
    this.cluster = cluster;
    this.parallel = parallel;
    this.patience = patience;
  }

  /// Returns what the server serves then. Discovery lags behind the CRDs' own status, so it is asked
  /// again until it shows them all.
  Discovery await(List<ObjectRef> definitions, Discovery before, Tally tally) {
    Optional<ApiResource> kind = before.find("apiextensions.k8s.io", "customresourcedefinitions");
    if (kind.isEmpty()) {
      return before;
    }
    long deadline = System.nanoTime() + patience.toNanos();
    Set<String> served = ConcurrentHashMap.newKeySet();
    List<Runnable> waits = new ArrayList<>();
    for (ObjectRef ref : definitions) {
      waits.add(() -> {
        if (one(kind.get(), ref, tally)) {
          served.add(ref.name());
        }
      });
    }
    parallel.run(waits);
    Discovery now = cluster.discover();
    while (!shows(now, served) && System.nanoTime() < deadline) {
      pause();
      now = cluster.discover();
    }
    return now;
  }

  /// A CRD is called `RESOURCE.GROUP`.
  private static boolean shows(Discovery discovery, Set<String> definitions) {
    Set<String> shown = new HashSet<>();
    discovery.preferred().forEach(kind -> shown.add(kind.qualified()));
    return shown.containsAll(definitions);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  private boolean one(ApiResource kind, ObjectRef ref, Tally tally) {
    boolean established =
        cluster.await(kind, null, ref.name(), patience, DefinitionWait::served).isPresent();
    if (!established) {
      tally.failed(
          new Failure(
              ref.toString(),
              "NotEstablished",
              "the API server does not serve it after " + patience.toSeconds() + " s",
              "see why with: kubectl describe crd " + ref.name()));
    }
    return established;
  }

  private static boolean served(@Nullable KubeObject definition) {
    return definition != null
        && condition(definition, "Established")
        && condition(definition, "NamesAccepted");
  }

  private static boolean condition(KubeObject object, String type) {
    for (JsonNode condition : object.at("/status/conditions")) {
      if (condition.path("type").asText("").equals(type)) {
        return condition.path("status").asText("").equals("True");
      }
    }
    return false;
  }
}
