package io.csdr.engine.apply;

import io.csdr.engine.cluster.KubeObject;
import io.csdr.model.request.ExistingPolicy;
import java.util.List;
import java.util.Set;

/// What happens to an object that is already in the target.
final class ExistingDecision {
  /// Deleting one of these would delete everything in it, or the data behind it.
  private static final Set<String> NEVER_DELETED =
      Set.of("Namespace", "CustomResourceDefinition", "PersistentVolume", "PersistentVolumeClaim");

  private ExistingDecision() {}

  static PlanAction of(KubeObject live, KubeObject desired, ExistingPolicy policy) {
    if (live.terminating()) {
      return new PlanAction.Replace(live.uid(), List.of("it is being deleted"));
    }
    if (released(live, desired)) {
      return new PlanAction.Update(List.of("its claim is gone: to be bound by the restored one"));
    }
    List<String> differences = Differences.between(live, desired);
    if (differences.isEmpty()) {
      return new PlanAction.Unchanged(live.uid());
    }
    if (live.kind().equals("ServiceAccount") && live.group().isEmpty()) {
      // Accounts come with their namespace: what the backup has is added to them.
      return AccountMerge.patch(live, desired).isEmpty()
          ? new PlanAction.Unchanged(live.uid())
          : new PlanAction.Update(differences);
    }
    return switch (policy) {
      case NONE -> new PlanAction.Leave(live.uid(), differences);
      case UPDATE -> new PlanAction.Update(differences);
      case REPLACE ->
          NEVER_DELETED.contains(live.kind())
              ? new PlanAction.Update(differences)
              : new PlanAction.Replace(live.uid(), differences);
    };
  }

  /// A retained volume whose claim was deleted waits for somebody to free it for the next.
  private static boolean released(KubeObject live, KubeObject desired) {
    return live.kind().equals("PersistentVolume")
        && live.text("/status/phase").equals("Released")
        && live.text("/spec/claimRef/namespace").equals(desired.text("/spec/claimRef/namespace"))
        && live.text("/spec/claimRef/name").equals(desired.text("/spec/claimRef/name"));
  }
}
