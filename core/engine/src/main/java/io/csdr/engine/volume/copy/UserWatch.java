package io.csdr.engine.volume.copy;

import io.csdr.engine.volume.claim.ClaimUser;
import io.csdr.engine.volume.claim.PodUse;
import io.csdr.model.PvcRef;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;

/// Knows at any moment which pods use a claim, by watching the pods of its namespace.
public final class UserWatch implements AutoCloseable {
  private final String claim;
  private final SharedIndexInformer<Pod> pods;

  /// Starts to watch; returns when the present pods are known.
  public UserWatch(KubernetesClient client, PvcRef claim) {
    this.claim = claim.name();
    this.pods = client.pods().inNamespace(claim.namespace()).inform();
  }

  /// The users of the claim as last seen.
  public List<ClaimUser> users() {
    return PodUse.users(pods.getStore().list(), claim);
  }

  @Override
  public void close() {
    pods.close();
  }
}
