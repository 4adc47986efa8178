package io.csdr.engine.apply;

import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.select.ClusterDependents;
import io.csdr.engine.select.References;
import io.csdr.model.ObjectRef;
import io.csdr.model.PvcRef;
import io.csdr.model.request.RestoreScope;
import io.csdr.model.request.RestoreScope.Parts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which objects of a backup a restore asks for. Feed every object to [#note] first, then ask.
///
/// Namespaces bring the cluster-scoped objects that they use. Single objects and claims bring nothing but
/// their Namespace and, for custom resources, the CRD.
final class ScopeFilter {
  private final RestoreScope scope;
  private final Set<String> namespaces;
  private final Set<ObjectRef> objects;
  private final Set<PvcRef> claims;
  private final Set<String> homes = new HashSet<>();
  private final Set<Object> met = new HashSet<>();
  private final Set<ObjectRef> needed = new HashSet<>();
  private final boolean everything;

  ScopeFilter(RestoreScope scope) {
    this.scope = scope;
    this.namespaces = Set.copyOf(scope.namespaces());
    this.objects = Set.copyOf(scope.objects());
    this.claims = Set.copyOf(scope.claims());
    this.everything = namespaces.isEmpty() && objects.isEmpty() && claims.isEmpty();
  }

  /// Whether anything depends on what was noted; if not, objects need not be noted at all.
  boolean learns() {
    return !everything || scope.parts() == Parts.VOLUMES;
  }

  /// Takes note of what an object needs, if it is wanted itself. Returns whether it learned anything, so
  /// that objects can be noted again until it does not.
  boolean note(ObjectRef ref, KubeObject object) {
    if (!learns()) {
      return false;
    }
    meet(ref);
    if (!wanted(ref, object)) {
      return false;
    }
    boolean learned = false;
    if (ref.namespace() != null) {
      learned = homes.add(ref.namespace());
    }
    learned |= needed.add(definition(ref));
    if (ref.namespace() == null || namespaces.contains(ref.namespace())) {
      for (ObjectRef need : References.needs(object)) {
        learned |= need.namespace() == null && needed.add(need);
      }
    }
    return learned;
  }

  private void meet(ObjectRef ref) {
    String namespace = ref.namespace();
    if (namespace != null) {
      met.add(namespace);
      if (isClaim(ref)) {
        met.add(new PvcRef(namespace, ref.name()));
      }
    } else if (ref.qualifiedResource().equals("namespaces")) {
      met.add(ref.name());
    }
    if (objects.contains(ref)) {
      met.add(ref);
    }
  }

  /// What the restore names and the backup, of which every object was noted, does not have.
  List<String> unknown() {
    List<String> unknown = new ArrayList<>();
    scope.namespaces().stream()
        .filter(it -> !met.contains(it))
        .forEach(it -> unknown.add("namespace " + it));
    scope.claims().stream()
        .filter(it -> !met.contains(it))
        .forEach(it -> unknown.add("claim " + it));
    scope.objects().stream()
        .filter(it -> !met.contains(it))
        .forEach(it -> unknown.add(it.toString()));
    return unknown;
  }

  /// Whether the object comes back.
  boolean wanted(ObjectRef ref, KubeObject object) {
    if (scope.parts() == Parts.VOLUMES && !isClaim(ref) && !isHome(ref)) {
      return false;
    }
    if (everything) {
      return scope.parts() != Parts.VOLUMES || isClaim(ref) || isHome(ref);
    }
    if (ref.namespace() == null) {
      return objects.contains(ref)
          || isHome(ref)
          || needed.contains(ref)
          || (!namespaces.isEmpty()
              && ClusterDependents.concerns(
                  object, ClusterDependents.Scope.namespaces(namespaces)));
    }
    return namespaces.contains(ref.namespace())
        || objects.contains(ref)
        || (isClaim(ref) && claims.contains(new PvcRef(ref.namespace(), ref.name())));
  }

  private boolean isHome(ObjectRef ref) {
    return ref.qualifiedResource().equals("namespaces")
        && (homes.contains(ref.name()) || namespaces.contains(ref.name()));
  }

  private static boolean isClaim(ObjectRef ref) {
    return ref.qualifiedResource().equals("persistentvolumeclaims");
  }

  private static ObjectRef definition(ObjectRef ref) {
    return new ObjectRef(
        "apiextensions.k8s.io", "customresourcedefinitions", null, ref.qualifiedResource());
  }
}
