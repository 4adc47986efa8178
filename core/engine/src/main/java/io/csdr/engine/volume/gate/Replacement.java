package io.csdr.engine.volume.gate;

import io.csdr.engine.volume.run.ApiRefusal;
import io.csdr.engine.volume.run.RunLabels;
import io.csdr.engine.volume.run.RunRole;
import io.csdr.engine.volume.run.RunScope;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Optional;

/// A hand-over in which the claim of uid `replaced` makes room for `target`. It is written down at the
/// filled volume before the old claim goes, because from then on that volume holds the only data in the
/// cluster, and whoever cleans up must be able to make the new claim.
record Replacement(PersistentVolumeClaim target, String replaced) {

  /// The annotations that tell of it.
  Map<String, String> annotations(KubernetesClient client) {
    return Map.of(
        RunLabels.CLAIM,
        client.getKubernetesSerialization().asJson(target),
        RunLabels.REPLACES,
        replaced);
  }

  /// What the volume tells of; empty for one that replaces nothing.
  static Optional<Replacement> of(KubernetesClient client, PersistentVolume volume) {
    Map<String, String> annotations = volume.getMetadata().getAnnotations();
    String claim = annotations == null ? null : annotations.get(RunLabels.CLAIM);
    String replaced = annotations == null ? null : annotations.get(RunLabels.REPLACES);
    return claim == null || replaced == null
        ? Optional.empty()
        : Optional.of(
            new Replacement(
                client.getKubernetesSerialization().unmarshal(claim, PersistentVolumeClaim.class),
                replaced));
  }

  /// Whether the old claim is gone or going and nothing but the gate of this run is in its place, so that
  /// the way back is closed.
  boolean begun(KubernetesClient client, RunScope scope, String volume) {
    if (!placeExists(client)) {
      return false;
    }
    PersistentVolumeClaim found = new GateKeeper(client, scope).found(target);
    if (found == null) {
      return true;
    }
    return replaced.equals(found.getMetadata().getUid())
        ? found.getMetadata().getDeletionTimestamp() != null
        : scope.owns(found.getMetadata(), RunRole.GATE)
            && volume.equals(found.getSpec().getVolumeName());
  }

  /// Who deleted the namespace meanwhile does not want the claim any more.
  private boolean placeExists(KubernetesClient client) {
    try {
      Namespace namespace = client.namespaces().withName(target.getMetadata().getNamespace()).get();
      return namespace != null && namespace.getMetadata().getDeletionTimestamp() == null;
    } catch (KubernetesClientException e) {
      if (!ApiRefusal.forbidden(e)) {
        throw e;
      }
      return true;
    }
  }
}
