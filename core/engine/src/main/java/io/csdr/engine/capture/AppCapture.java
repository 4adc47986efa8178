package io.csdr.engine.capture;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.cluster.ListQuery;
import io.csdr.engine.select.ClusterDependents;
import io.csdr.engine.select.Dependents;
import io.csdr.engine.select.References;
import io.csdr.model.ObjectRef;
import io.csdr.model.PvcRef;
import io.csdr.model.Selection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Captures parts of namespaces: what carries a label or is named, and what it needs to run.
final class AppCapture {
  private final Gathering gathering;
  private final Map<String, Dependents> dependents = new HashMap<>();
  private final Set<ObjectRef> members = ConcurrentHashMap.newKeySet();

  AppCapture(Gathering gathering) {
    this.gathering = gathering;
  }

  /// Everything with the label, the owners of it, what its pods need and what points at it. Returns
  /// whether anything carries the label.
  boolean app(Selection.App app, @Nullable String narrower) {
    String labels = narrower == null ? app.labelSelector() : app.labelSelector() + "," + narrower;
    gathering.demand(new ObjectRef("", "namespaces", null, app.namespace()));
    List<Runnable> lists = new ArrayList<>();
    for (ApiResource kind : gathering.candidates()) {
      ListQuery query = new ListQuery(kind, app.namespace(), labels, null);
      lists.add(() -> gathering.list(query, this::member));
    }
    gathering.parallel.run(lists);
    boolean any = !members.isEmpty();
    complete(Set.of(app.namespace()), Dependents.NAMESPACED);
    return any;
  }

  /// The named objects and what they need; what points at them stays where it is, but for the rights of
  /// their accounts and the claims of their StatefulSets. Returns whether any of them is there.
  boolean objects(List<ObjectRef> refs) {
    boolean any = false;
    Set<String> namespaces = ConcurrentHashMap.newKeySet();
    for (ObjectRef ref : refs) {
      if (ref.namespace() != null && namespaces.add(ref.namespace())) {
        gathering.demand(new ObjectRef("", "namespaces", null, ref.namespace()));
      }
      if (gathering.demand(ref)
          instanceof Gathering.Demanded.Found(KubeObject object, boolean stored)) {
        known(ref, object);
        any = true;
      }
    }
    complete(
        namespaces, List.of("rolebindings.rbac.authorization.k8s.io", "persistentvolumeclaims"));
    return any;
  }

  /// The claims with their volumes and classes. Returns whether any of them is there.
  boolean volumes(List<PvcRef> claims) {
    boolean any = false;
    Set<String> namespaces = ConcurrentHashMap.newKeySet();
    for (PvcRef claim : claims) {
      if (namespaces.add(claim.namespace())) {
        gathering.demand(new ObjectRef("", "namespaces", null, claim.namespace()));
      }
      ObjectRef ref = new ObjectRef("", "persistentvolumeclaims", claim.namespace(), claim.name());
      any |= gathering.demand(ref) instanceof Gathering.Demanded.Found;
    }
    gathering.follow(need -> true, (ref, object) -> {});
    return any;
  }

  private void complete(Set<String> namespaces, List<String> dependentKinds) {
    int before;
    do {
      before = members.size();
      gathering.follow(need -> true, this::known);
      for (String namespace : namespaces) {
        podsOf(namespace);
        dependentKinds.forEach(kind -> dependentsIn(namespace, kind));
      }
    } while (members.size() > before);
    gathering.followBack(new MemberScope(members));
    gathering.follow(need -> true, this::known);
  }

  private void member(ApiResource kind, KubeObject object) {
    if (gathering.takeListed(kind, object)) {
      known(kind.ref(object.namespace(), object.name()), object);
    } else {
      owners(object);
    }
  }

  private void known(ObjectRef ref, KubeObject object) {
    if (members.add(ref) && ref.namespace() != null) {
      dependents(ref.namespace()).know(ref, object);
      owners(object);
    }
  }

  /// A part whose owner makes it anew is worth nothing without the owner.
  private void owners(KubeObject object) {
    KubeObject.Owner owner = object.controller();
    if (owner == null) {
      return;
    }
    gathering
        .discovery
        .ofKind(owner.apiVersion(), owner.kind())
        .map(kind -> kind.ref(kind.namespaced() ? object.namespace() : null, owner.name()))
        .ifPresent(ref -> gathering.take(ref).ifPresent(found -> known(ref, found)));
  }

  /// Pods may name claims that no template does.
  private void podsOf(String namespace) {
    gathering
        .kind("pods")
        .ifPresent(kind ->
            gathering.look(
                kind,
                namespace,
                (k, pod) -> {
                  if (dependents(namespace).runs(pod)) {
                    takeClaims(pod);
                  }
                }));
  }

  private void takeClaims(KubeObject pod) {
    for (ObjectRef need : References.needs(pod)) {
      if (need.resource().equals("persistentvolumeclaims")) {
        gathering.take(need).ifPresent(object -> known(need, object));
      }
    }
  }

  private void dependentsIn(String namespace, String kindName) {
    gathering
        .kind(kindName)
        .ifPresent(kind ->
            gathering.look(
                kind,
                namespace,
                (k, object) -> {
                  ObjectRef ref = k.ref(object.namespace(), object.name());
                  if (dependents(namespace).concerns(object) && gathering.takeListed(k, object)) {
                    known(ref, object);
                  }
                }));
  }

  private synchronized Dependents dependents(String namespace) {
    return dependents.computeIfAbsent(namespace, ignored -> new Dependents());
  }

  /// The accounts and services among the members.
  private record MemberScope(Set<ObjectRef> members) implements ClusterDependents.Scope {
    @Override
    public boolean account(String namespace, String name) {
      return !name.equals("default")
          && members.contains(new ObjectRef("", "serviceaccounts", namespace, name));
    }

    @Override
    public boolean service(JsonNode reference) {
      String namespace = reference.path("namespace").asText("");
      String name = reference.path("name").asText("");
      return members.contains(new ObjectRef("", "services", namespace, name));
    }
  }
}
