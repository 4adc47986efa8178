package io.csdr.engine.capture;

import io.csdr.engine.cluster.ApiException;
import io.csdr.engine.cluster.ApiFailures;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.cluster.ListQuery;
import io.csdr.engine.cluster.ParallelCalls;
import io.csdr.engine.select.BuiltinExclusions;
import io.csdr.engine.select.ClusterDependents;
import io.csdr.engine.select.KindFilter;
import io.csdr.model.Failure;
import io.csdr.model.ObjectRef;
import io.csdr.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The moves that all captures are made of: verdicts on kinds, lists, single objects and what they need.
final class Gathering {
  private static final int WIDTH = 8;

  final Discovery discovery;
  final Coverage coverage;
  final Intake intake;
  final ParallelCalls parallel = new ParallelCalls(WIDTH);
  private final Cluster cluster;
  private final KindFilter kinds;
  private final Set<ObjectRef> seen = ConcurrentHashMap.newKeySet();

  Gathering(
      Cluster cluster, Discovery discovery, KindFilter kinds, Coverage coverage, Intake intake) {
    this.cluster = cluster;
    this.discovery = discovery;
    this.kinds = kinds;
    this.coverage = coverage;
    this.intake = intake;
  }

  /// Judges every served kind and every dead group, and returns the namespaced kinds to list.
  List<ApiResource> candidates() {
    List<ApiResource> candidates = new ArrayList<>();
    for (ApiResource kind : discovery.preferred()) {
      Optional<String> rule = excludedKind(kind);
      if (rule.isPresent()) {
        coverage.kind(kind.qualified(), new Verdict.Excluded(rule.get()));
      } else if (!kind.namespaced()) {
        coverage.kind(kind.qualified(), new Verdict.Excluded(BuiltinExclusions.CLUSTER_SCOPED));
      } else {
        candidates.add(kind);
      }
    }
    discovery.dead().forEach(this::dead);
    return candidates;
  }

  /// Lists one kind in one namespace and gives the whole a verdict.
  void list(ListQuery query, BiConsumer<ApiResource, KubeObject> to) {
    String namespace = query.namespace() == null ? "" : query.namespace();
    String subject =
        query.resource().qualified() + (namespace.isEmpty() ? "" : " in namespace " + namespace);
    try {
      cluster.list(query, object -> to.accept(query.resource(), object));
      coverage.kind(subject, new Verdict.Saved());
    } catch (ApiException e) {
      Failure failure = ApiFailures.ofList(e, query.resource(), namespace);
      coverage.kind(subject, new Verdict.Failed(failure));
    }
  }

  /// What became of an object that the user named.
  sealed interface Demanded {
    /// It is there; `stored` tells whether a rule left it out.
    record Found(KubeObject object, boolean stored) implements Demanded {}

    /// It is not there, and has a failed verdict.
    record Absent() implements Demanded {}

    /// It could not be read, and has a failed verdict.
    record Refused() implements Demanded {}
  }

  /// Takes an object that the user named: one that is not there is a failure.
  Demanded demand(ObjectRef ref) {
    seen.add(ref);
    Optional<ApiResource> kind = discovery.find(ref.group(), ref.resource());
    if (kind.isEmpty()) {
      missing(ref, "this cluster serves no " + ref.qualifiedResource());
      return new Demanded.Absent();
    }
    try {
      Optional<KubeObject> object = cluster.get(kind.get(), ref.namespace(), ref.name());
      if (object.isEmpty()) {
        missing(ref, "there is no such object");
        return new Demanded.Absent();
      }
      return new Demanded.Found(object.get(), intake.take(kind.get(), object.get()));
    } catch (ApiException e) {
      coverage.object(ref, new Verdict.Failed(refusal(e, ref)));
      return new Demanded.Refused();
    }
  }

  /// Takes an object that another one needs, once; what is not there is no failure.
  Optional<KubeObject> take(ObjectRef ref) {
    Optional<ApiResource> kind = discovery.find(ref.group(), ref.resource());
    if (kind.isEmpty() || !seen.add(ref)) {
      return Optional.empty();
    }
    Optional<String> rule = excludedNeed(kind.get());
    if (rule.isPresent()) {
      intake.exclude(ref, rule.get());
      return Optional.empty();
    }
    try {
      Optional<KubeObject> object = cluster.get(kind.get(), ref.namespace(), ref.name());
      object.ifPresent(found -> intake.take(kind.get(), found));
      return object;
    } catch (ApiException e) {
      coverage.object(ref, new Verdict.Failed(refusal(e, ref)));
      return Optional.empty();
    }
  }

  /// Takes an object that a list brought, unless it was taken before.
  boolean takeListed(ApiResource kind, KubeObject object) {
    return seen.add(kind.ref(object.namespace(), object.name())) && intake.take(kind, object);
  }

  /// Takes what the objects so far need, and what that needs in turn, where `wanted` agrees.
  void follow(Predicate<ObjectRef> wanted, BiConsumer<ObjectRef, KubeObject> taken) {
    while (true) {
      List<Runnable> calls = new ArrayList<>();
      for (ObjectRef need : intake.takeNeeds()) {
        if (wanted.test(need) && !seen.contains(need)) {
          calls.add(() -> take(need).ifPresent(object -> taken.accept(need, object)));
        }
      }
      if (calls.isEmpty()) {
        return;
      }
      parallel.run(calls);
    }
  }

  /// Takes the cluster-scoped objects that point into the scope.
  void followBack(ClusterDependents.Scope scope) {
    List<Runnable> calls = new ArrayList<>();
    for (String name : ClusterDependents.KINDS) {
      kind(name)
          .ifPresent(kind ->
              calls.add(() ->
                  list(
                      ListQuery.all(kind, null),
                      (k, object) -> {
                        if (ClusterDependents.concerns(object, scope)) {
                          takeListed(k, object);
                        }
                      })));
    }
    parallel.run(calls);
  }

  /// The kind called `resource.group`, if the cluster serves it and no filter leaves it out.
  Optional<ApiResource> kind(String qualified) {
    int dot = qualified.indexOf('.');
    String resource = dot < 0 ? qualified : qualified.substring(0, dot);
    String group = dot < 0 ? "" : qualified.substring(dot + 1);
    return discovery.find(group, resource).filter(kind -> excludedNeed(kind).isEmpty());
  }

  /// Which rule leaves out this kind when a list of it is to be made.
  private Optional<String> excludedKind(ApiResource kind) {
    if (discovery.cohabitant(kind)) {
      return Optional.of(BuiltinExclusions.TWIN);
    }
    return BuiltinExclusions.ofKind(kind)
        .map(BuiltinExclusions.Rule::name)
        .or(() -> kinds.excludes(kind));
  }

  /// The same for objects that others need: cluster-scoped ones come along whatever is included.
  private Optional<String> excludedNeed(ApiResource kind) {
    return excludedKind(kind)
        .filter(rule -> kind.namespaced() || !rule.equals(KindFilter.NOT_INCLUDED));
  }

  private void dead(Discovery.DeadGroup dead) {
    String group = dead.group() + "/" + dead.version();
    if (kinds.excludesGroup(dead.group())) {
      coverage.kind(group, new Verdict.Excluded(KindFilter.EXCLUDED));
      return;
    }
    Failure failure =
        new Failure(
            group,
            "ApiGroupUnavailable",
            "cannot tell what this API group holds: " + dead.message(),
            "repair or remove apiservice "
                + dead.version()
                + "."
                + dead.group()
                + ", or leave the group out with --exclude-resources '*."
                + dead.group()
                + "'");
    coverage.kind(group, new Verdict.Failed(failure));
  }

  private static Failure refusal(ApiException e, ObjectRef ref) {
    Failure refused = ApiFailures.of(e, ref);
    String accept = "leave it out with --exclude-resources " + ref.qualifiedResource();
    String fix = refused.fix().isEmpty() ? accept : refused.fix() + ", or " + accept;
    return new Failure(refused.object(), refused.type(), refused.message(), fix);
  }

  private void missing(ObjectRef ref, String message) {
    String scope = ref.namespace() == null ? "" : " -n " + ref.namespace();
    String fix = "see what there is with: kubectl get " + ref.qualifiedResource() + scope;
    coverage.object(ref, new Verdict.Failed(new Failure(ref.toString(), "NotFound", message, fix)));
  }

  /// Lists for a purpose other than storing; who may not is told by the verdict on `subject`.
  void look(ApiResource kind, @Nullable String namespace, BiConsumer<ApiResource, KubeObject> to) {
    list(ListQuery.all(kind, namespace), to);
  }
}
