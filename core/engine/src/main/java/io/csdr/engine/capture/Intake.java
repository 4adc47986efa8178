package io.csdr.engine.capture;

import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.cluster.Json;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.select.BuiltinExclusions;
import io.csdr.engine.select.References;
import io.csdr.model.Failure;
import io.csdr.model.ObjectRef;
import io.csdr.model.ProgressEvent;
import io.csdr.model.ProgressSink;
import io.csdr.model.PvcRef;
import io.csdr.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/// Where every object of a capture passes: it is judged, stored if it passes, and asked what it needs.
/// Safe for many threads.
final class Intake {
  /// The largest object taken, 16 MiB; API servers refuse more than about 3.
  private static final int LARGEST = 16 << 20;

  private static final long PROGRESS_EVERY = 200;
  private static final Set<String> BUILT_IN =
      Set.of(
          "admissionregistration.k8s.io",
          "apiextensions.k8s.io",
          "apiregistration.k8s.io",
          "authentication.k8s.io",
          "authorization.k8s.io",
          "certificates.k8s.io",
          "coordination.k8s.io",
          "discovery.k8s.io",
          "events.k8s.io",
          "flowcontrol.apiserver.k8s.io",
          "internal.apiserver.k8s.io",
          "networking.k8s.io",
          "node.k8s.io",
          "rbac.authorization.k8s.io",
          "resource.k8s.io",
          "scheduling.k8s.io",
          "storage.k8s.io",
          "storagemigration.k8s.io");

  private final Discovery discovery;
  private final Coverage coverage;
  private final SortedSpool spool;
  private final ProgressSink progress;
  private final AtomicLong stored = new AtomicLong();
  private final Set<ObjectRef> needs = ConcurrentHashMap.newKeySet();
  private final Set<PvcRef> claims = new ConcurrentSkipListSet<>();

  Intake(Discovery discovery, Coverage coverage, SortedSpool spool, ProgressSink progress) {
    this.discovery = discovery;
    this.coverage = coverage;
    this.spool = spool;
    this.progress = progress;
  }

  /// Takes one object and returns whether it was stored.
  boolean take(ApiResource kind, KubeObject object) {
    ObjectRef ref = kind.ref(object.namespace(), object.name());
    Optional<BuiltinExclusions.Rule> rule = BuiltinExclusions.ofObject(kind, object);
    if (rule.isPresent()) {
      exclude(ref, rule.get().name());
      return false;
    }
    String json = Json.text(object.json());
    if (json.length() > LARGEST) {
      Failure failure =
          new Failure(ref.toString(), "TooLarge", "has " + json.length() + " characters", "");
      coverage.object(ref, new Verdict.Failed(failure));
      return false;
    }
    spool.add(ObjectPath.of(ref), json);
    coverage.object(ref, new Verdict.Saved());
    needs.addAll(References.needs(object));
    definition(kind).ifPresent(needs::add);
    claim(ref).ifPresent(claims::add);
    if (stored.incrementAndGet() % PROGRESS_EVERY == 0) {
      progress.on(new ProgressEvent.Objects(stored.get(), 0));
    }
    return true;
  }

  /// Gives an object, and the data of a claim, the verdict that a rule leaves it out.
  void exclude(ObjectRef ref, String rule) {
    coverage.object(ref, new Verdict.Excluded(rule));
    claim(ref).ifPresent(claim -> coverage.volume(claim, new Verdict.Excluded(rule)));
  }

  /// What the objects taken so far name, each returned once.
  Set<ObjectRef> takeNeeds() {
    Set<ObjectRef> taken = Set.copyOf(needs);
    needs.removeAll(taken);
    return taken;
  }

  long stored() {
    return stored.get();
  }

  /// The claims taken, in order.
  List<PvcRef> claims() {
    return List.copyOf(claims);
  }

  private static Optional<PvcRef> claim(ObjectRef ref) {
    return ref.qualifiedResource().equals("persistentvolumeclaims") && ref.namespace() != null
        ? Optional.of(new PvcRef(ref.namespace(), ref.name()))
        : Optional.empty();
  }

  /// The CRD behind a kind that may be a custom one; an aggregated API has none.
  private Optional<ObjectRef> definition(ApiResource kind) {
    if (!kind.group().contains(".") || BUILT_IN.contains(kind.group())) {
      return Optional.empty();
    }
    return discovery
        .find("apiextensions.k8s.io", "customresourcedefinitions")
        .map(definitions -> definitions.ref(null, kind.qualified()));
  }
}
