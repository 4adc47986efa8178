package io.csdr.engine.capture;

import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.cluster.ListQuery;
import io.csdr.engine.select.ClusterDependents;
import io.csdr.model.Failure;
import io.csdr.model.ObjectRef;
import io.csdr.model.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Captures whole namespaces, and the cluster-scoped objects that they use.
final class NamespaceCapture {
  private final Gathering gathering;
  private final @Nullable String labels;

  NamespaceCapture(Gathering gathering, @Nullable String labels) {
    this.gathering = gathering;
    this.labels = labels;
  }

  void run(List<String> names) {
    List<ApiResource> candidates = gathering.candidates();
    Set<String> namespaces = new HashSet<>();
    for (String name : names) {
      if (present(name)) {
        namespaces.add(name);
      }
    }
    List<Runnable> lists = new ArrayList<>();
    for (String namespace : namespaces) {
      for (ApiResource kind : candidates) {
        ListQuery query = new ListQuery(kind, namespace, labels, null);
        lists.add(() -> gathering.list(query, gathering.intake::take));
      }
    }
    gathering.parallel.run(lists);
    gathering.followBack(ClusterDependents.Scope.namespaces(namespaces));
    gathering.follow(need -> wanted(need, namespaces), (ref, object) -> {});
  }

  /// Takes the Namespace object; false when there is nothing to list in it.
  private boolean present(String name) {
    ObjectRef ref = new ObjectRef("", "namespaces", null, name);
    return switch (gathering.demand(ref)) {
      case Gathering.Demanded.Found(KubeObject namespace, boolean stored) -> {
        if (namespace.terminating()) {
          Failure failure =
              new Failure(ref.toString(), "Terminating", "the namespace is being deleted", "");
          gathering.coverage.object(ref, new Verdict.Failed(failure));
        }
        yield stored;
      }
      case Gathering.Demanded.Absent ignored -> false;
      // Who may not read the Namespace may still list what is in it.
      case Gathering.Demanded.Refused ignored -> true;
    };
  }

  /// Namespaced objects were listed; of others only the Secrets of volumes lie elsewhere.
  private static boolean wanted(ObjectRef need, Set<String> namespaces) {
    return need.namespace() == null || !namespaces.contains(need.namespace());
  }
}
