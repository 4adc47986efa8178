package io.csdr.engine.volume.run;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Removes a staging claim with its volume, whatever the StorageClass says about reclaiming.
public final class StagingRemoval {
  private static final Duration GONE_TIMEOUT = Duration.ofSeconds(60);
  private static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";
  private static final String DELETE_POLICY =
      "{\"spec\":{\"persistentVolumeReclaimPolicy\":\"Delete\"}}";

  private final KubernetesClient client;
  private final RunScope scope;

  /// Removes what the run `scope` made.
  public StagingRemoval(KubernetesClient client, RunScope scope) {
    this.client = client;
    this.scope = scope;
  }

  /// Removes the claim that this run has made under this name, and its volume if that is bound to it.
  public void remove(String namespace, String name) throws InterruptedException {
    remove(namespace, name, true);
  }

  /// Removes a claim of which only its labels say that it is of this run. Its volume is made to go with it
  /// only where nobody but runs has claims: else who may label a claim could have any volume deleted.
  public void removeFound(String namespace, String name) throws InterruptedException {
    boolean trusted = scope.ownsWorkspace() && namespace.equals(scope.workspace());
    remove(namespace, name, trusted && RunScope.isName(name));
  }

  private void remove(String namespace, String name, boolean withVolume)
      throws InterruptedException {
    Resource<PersistentVolumeClaim> resource =
        client.persistentVolumeClaims().inNamespace(namespace).withName(name);
    PersistentVolumeClaim claim = resource.get();
    if (claim == null || !scope.owns(claim.getMetadata(), RunRole.STAGING)) {
      return;
    }
    String volume = claim.getSpec().getVolumeName();
    if (withVolume && volume != null && !volume.isEmpty()) {
      letGo(volume, claim.getMetadata().getUid());
    }
    Cleanup.delete(resource, meta -> scope.owns(meta, RunRole.STAGING));
    Cleanup.gone(GONE_TIMEOUT, resource);
    if (withVolume && volume != null && !volume.isEmpty()) {
      awaitEnd(volume);
    }
  }

  private void letGo(String name, String claimUid) {
    try {
      PersistentVolume volume = client.persistentVolumes().withName(name).get();
      if (volume != null
          && volume.getSpec().getClaimRef() != null
          && claimUid.equals(volume.getSpec().getClaimRef().getUid())
          && provisioned(volume)
          && !"Delete".equals(volume.getSpec().getPersistentVolumeReclaimPolicy())) {
        client
            .persistentVolumes()
            .withName(name)
            .patch(PatchContext.of(PatchType.JSON_MERGE), DELETE_POLICY);
      }
    } catch (KubernetesClientException e) {
      if (!ApiRefusal.forbidden(e) && !ApiRefusal.missing(e)) {
        throw e;
      }
    }
  }

  /// The volumes of the run that no staging claim of it holds any more: in a hand-over, or left when a
  /// claim was deleted by others.
  public List<String> orphans() {
    List<String> orphans = new ArrayList<>();
    try {
      for (PersistentVolume volume : client.persistentVolumes().list().getItems()) {
        ObjectReference claim = volume.getSpec().getClaimRef();
        boolean labelled = scope.owns(volume.getMetadata(), RunRole.STAGING);
        boolean ours =
            scope.ownsWorkspace()
                && claim != null
                && scope.workspace().equals(claim.getNamespace())
                && provisioned(volume);
        if (labelled || ours) {
          orphans.add(volume.getMetadata().getName());
        }
      }
    } catch (KubernetesClientException e) {
      if (!ApiRefusal.forbidden(e)) {
        throw e;
      }
    }
    return orphans;
  }

  /// Whether a claim that is there is, or will be, bound to the volume.
  public boolean claimed(String name) {
    PersistentVolume volume = client.persistentVolumes().withName(name).get();
    ObjectReference ref = volume == null ? null : volume.getSpec().getClaimRef();
    if (ref == null) {
      return false;
    }
    PersistentVolumeClaim claim =
        client
            .persistentVolumeClaims()
            .inNamespace(ref.getNamespace())
            .withName(ref.getName())
            .get();
    return claim != null && claim.getMetadata().getUid().equals(ref.getUid());
  }

  /// Removes a volume of the run that nobody claims, at the driver too.
  public void removeVolume(String name) throws InterruptedException {
    PersistentVolume volume = client.persistentVolumes().withName(name).get();
    if (volume != null && provisioned(volume)) {
      client
          .persistentVolumes()
          .withName(name)
          .patch(PatchContext.of(PatchType.JSON_MERGE), DELETE_POLICY);
      awaitEnd(name);
    }
  }

  /// Nobody could delete a volume that an administrator made by hand.
  private static boolean provisioned(PersistentVolume volume) {
    return volume.getMetadata().getAnnotations() != null
        && volume.getMetadata().getAnnotations().containsKey(PROVISIONED_BY);
  }

  /// Some drivers cannot delete a snapshot while a volume made from it exists.
  private void awaitEnd(String volume) throws InterruptedException {
    try {
      Cleanup.gone(GONE_TIMEOUT, client.persistentVolumes().withName(volume));
    } catch (KubernetesClientException e) {
      if (!ApiRefusal.forbidden(e)) {
        throw e;
      }
    }
  }
}
