package io.csdr.engine.volume.gate;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/// What a claim that is to be created asks of its namespace and cluster.
public record ClaimNeed(String namespace, String name, @Nullable String storageClass, long bytes) {

  /// The need of `claim`.
  public static ClaimNeed of(PersistentVolumeClaim claim) {
    Quantity size =
        claim.getSpec().getResources() == null
                || claim.getSpec().getResources().getRequests() == null
            ? null
            : claim.getSpec().getResources().getRequests().get("storage");
    return new ClaimNeed(
        claim.getMetadata().getNamespace(),
        claim.getMetadata().getName(),
        claim.getSpec().getStorageClassName(),
        size == null ? 0 : size.getNumericalAmount().longValue());
  }

  /// How the claim is named in messages.
  String object() {
    return "persistentvolumeclaims " + namespace + "/" + name;
  }
}
