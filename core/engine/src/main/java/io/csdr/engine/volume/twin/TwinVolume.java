package io.csdr.engine.volume.twin;

import io.csdr.engine.EngineException;
import io.csdr.engine.volume.run.Await;
import io.csdr.engine.volume.run.Cleanup;
import io.csdr.engine.volume.run.Creation;
import io.csdr.engine.volume.run.RunRole;
import io.csdr.engine.volume.run.RunScope;
import io.csdr.model.Failure;
import io.csdr.model.PvcRef;
import io.csdr.vault.fault.FaultPoint;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;

/// Makes and removes twins. A twin points to the same volume of the same driver, is made Retain and has
/// no provisioner, so that removing it never touches the volume; quotas, network and pod policies and
/// Secrets of the user's namespace have nothing to do with it.
public final class TwinVolume {
  private static final Duration BIND_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration GONE_TIMEOUT = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final RunScope scope;

  /// Makes twins for the run `scope`.
  public TwinVolume(KubernetesClient client, RunScope scope) {
    this.client = client;
    this.scope = scope;
  }

  /// Makes a twin of volume `volumeName` of `claim`, and a claim for it in the workspace.
  ///
  /// @return the name of that claim
  /// @throws EngineException when it cannot be made or does not bind
  public String make(PvcRef claim, String volumeName) throws InterruptedException {
    String object = "persistentvolumeclaims " + claim;
    PersistentVolume original = client.persistentVolumes().withName(volumeName).get();
    if (original == null) {
      throw new EngineException(
          new Failure(object, "ClaimLost", "its PersistentVolume " + volumeName + " is gone", ""));
    }
    remove(claim);
    PersistentVolume twin = volume(scope, original, claim);
    PersistentVolumeClaim twinClaim = claim(scope, twin);
    Creation.of(client.resource(twin), meta -> false, object);
    FaultPoint.pass("volume-twin-made");
    Creation.of(client.resource(twinClaim), meta -> false, object);
    String name = twinClaim.getMetadata().getName();
    boolean bound =
        Await.until(
            BIND_TIMEOUT,
            () -> {
              PersistentVolumeClaim now =
                  client
                      .persistentVolumeClaims()
                      .inNamespace(scope.workspace())
                      .withName(name)
                      .get();
              return now != null
                  && now.getStatus() != null
                  && "Bound".equals(now.getStatus().getPhase());
            });
    if (!bound) {
      throw new EngineException(
          new Failure(
              object,
              "TwinNotBound",
              "a second claim for its volume did not bind",
              "look at the kube-controller-manager"));
    }
    return name;
  }

  /// Removes the twin of `claim`, if there is one of this run; the volume stays as it is.
  public void remove(PvcRef claim) throws InterruptedException {
    String name = name(scope, claim);
    removeClaim(scope.workspace(), name);
    removeVolume(name);
  }

  /// Removes the claim of a twin of this run.
  public void removeClaim(String namespace, String name) throws InterruptedException {
    Resource<PersistentVolumeClaim> twinClaim =
        client.persistentVolumeClaims().inNamespace(namespace).withName(name);
    if (Cleanup.delete(twinClaim, meta -> scope.owns(meta, RunRole.TWIN))) {
      Cleanup.gone(GONE_TIMEOUT, twinClaim);
    }
  }

  /// Removes the volume object of a twin of this run. Nobody deletes the volume itself with it: it is
  /// Retain and has no provisioner.
  public void removeVolume(String name) throws InterruptedException {
    Resource<PersistentVolume> twin = client.persistentVolumes().withName(name);
    if (Cleanup.delete(twin, meta -> scope.owns(meta, RunRole.TWIN))) {
      Cleanup.gone(GONE_TIMEOUT, twin);
    }
  }

  /// The name of the twin of `claim` and of its claim.
  static String name(RunScope scope, PvcRef claim) {
    return scope.name("twin", claim.toString());
  }

  /// The twin of `original`: same source, nodes and mount options, but nobody's and never deleted.
  static PersistentVolume volume(RunScope scope, PersistentVolume original, PvcRef claim) {
    String name = name(scope, claim);
    PersistentVolumeSpec spec = original.getSpec();
    return new PersistentVolumeBuilder()
        .withMetadata(scope.meta(null, name, RunRole.TWIN))
        .withNewSpecLike(spec)
        .withPersistentVolumeReclaimPolicy("Retain")
        .withStorageClassName("")
        .withVolumeAttributesClassName(null)
        .withNewClaimRef()
        .withApiVersion("v1")
        .withKind("PersistentVolumeClaim")
        .withNamespace(scope.workspace())
        .withName(name)
        .endClaimRef()
        .endSpec()
        .build();
  }

  /// The claim for `twin` in the workspace.
  static PersistentVolumeClaim claim(RunScope scope, PersistentVolume twin) {
    String name = twin.getMetadata().getName();
    return new PersistentVolumeClaimBuilder()
        .withMetadata(scope.meta(scope.workspace(), name, RunRole.TWIN))
        .withNewSpec()
        .withAccessModes(twin.getSpec().getAccessModes())
        .withVolumeMode(twin.getSpec().getVolumeMode())
        .withStorageClassName("")
        .withVolumeName(name)
        .withNewResources()
        .withRequests(twin.getSpec().getCapacity())
        .endResources()
        .endSpec()
        .build();
  }
}
