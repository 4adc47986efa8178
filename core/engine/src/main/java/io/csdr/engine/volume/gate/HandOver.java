package io.csdr.engine.volume.gate;

import io.csdr.engine.EngineException;
import io.csdr.engine.volume.claim.ClaimUser;
import io.csdr.engine.volume.run.ApiRefusal;
import io.csdr.engine.volume.run.Await;
import io.csdr.engine.volume.run.Cleanup;
import io.csdr.engine.volume.run.RunLabels;
import io.csdr.engine.volume.run.RunRole;
import io.csdr.engine.volume.run.RunScope;
import io.csdr.model.Failure;
import io.csdr.vault.fault.FaultPoint;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Hands a filled volume over from its staging claim to the target. At every moment the volume is Retain,
/// labelled with the run and annotated with its target, so that a crash loses neither data nor track.
public final class HandOver {
  private static final Duration STEP_TIMEOUT = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 10;

  private final KubernetesClient client;
  private final RunScope scope;
  private final GateKeeper gates;

  /// Hands over volumes of the run `scope`.
  public HandOver(KubernetesClient client, RunScope scope) {
    this.client = client;
    this.scope = scope;
    this.gates = new GateKeeper(client, scope);
  }

  /// Hands over the volume of a filled gate, replacing the claim `replaced` where that is given, and waits
  /// until the target is bound.
  ///
  /// @throws EngineException when a step fails; the volume is kept
  public void run(GatedClaim gate, @Nullable PersistentVolumeClaim replaced, VolumeTraits traits)
      throws InterruptedException {
    String old = replaced == null ? null : replaced.getMetadata().getUid();
    String volume = secure(gate, old, traits);
    FaultPoint.pass("volume-secured");
    give(volume, gate, old);
  }

  /// Ends a hand-over of this run that was cut off after the claim that it replaces began to go: the volume
  /// holds the only data.
  ///
  /// @return whether `volume` was such a one
  /// @throws EngineException when a step fails; the volume is kept
  public boolean finish(String volume) throws InterruptedException {
    PersistentVolume pv = client.persistentVolumes().withName(volume).get();
    if (pv == null || !scope.owns(pv.getMetadata(), RunRole.STAGING)) {
      return false;
    }
    Replacement replacement = Replacement.of(client, pv).orElse(null);
    if (replacement == null || !replacement.begun(client, scope, volume)) {
      return false;
    }
    PersistentVolumeClaim target = replacement.target();
    String staging = GateObjects.stagingName(scope, target);
    give(volume, new GatedClaim(target, scope.workspace(), staging, true), replacement.replaced());
    return true;
  }

  private void give(String volume, GatedClaim gate, @Nullable String replaced)
      throws InterruptedException {
    PersistentVolumeClaim target = target(gate, replaced, volume);
    release(gate);
    FaultPoint.pass("volume-released");
    change(volume, pv -> claimedBy(pv, target));
    FaultPoint.pass("volume-claimed");
    bound(target, volume);
    FaultPoint.pass("volume-bound");
    settle(volume, target);
  }

  /// Makes a volume the user's whose claim it has already become.
  public void settleVolume(String volume) {
    change(volume, HandOver::settled);
  }

  /// Ends a hand-over of this run that was cut off after the filled volume was given to `target`.
  ///
  /// @return whether `target` was such a one
  /// @throws EngineException when it does not bind to its volume
  public boolean resume(PersistentVolumeClaim target) throws InterruptedException {
    String volume = target.getSpec().getVolumeName();
    if (!scope.owns(target.getMetadata(), RunRole.GATE) || volume == null) {
      return false;
    }
    PersistentVolume given = client.persistentVolumes().withName(volume).get();
    if (given == null
        || given.getSpec().getClaimRef() == null
        || !target.getMetadata().getUid().equals(given.getSpec().getClaimRef().getUid())) {
      return false;
    }
    bound(target, volume);
    settle(volume, target);
    return true;
  }

  /// Ends a filling in place: the target is the user's from now on.
  public void settleInPlace(GatedClaim gate) {
    unmark(gates.resource(gate.target()), RunRole.FILLING);
  }

  /// From here on the volume outlives its staging claim and is found by its labels.
  private String secure(GatedClaim gate, @Nullable String replaced, VolumeTraits traits) {
    PersistentVolumeClaim staging =
        client
            .persistentVolumeClaims()
            .inNamespace(gate.mountNamespace())
            .withName(gate.mount())
            .get();
    String volume = staging == null ? null : staging.getSpec().getVolumeName();
    if (volume == null || volume.isEmpty()) {
      throw failed(gate.object(), "its filled volume is gone");
    }
    change(volume, pv -> secured(pv, gate, replaced, traits));
    return volume;
  }

  private PersistentVolume secured(
      PersistentVolume pv, GatedClaim gate, @Nullable String replaced, VolumeTraits traits) {
    Map<String, String> annotations = annotations(pv.getMetadata());
    String policy =
        traits.reclaimPolicy() == null
            ? pv.getSpec().getPersistentVolumeReclaimPolicy()
            : traits.reclaimPolicy();
    annotations.putIfAbsent(RunLabels.RECLAIM, policy);
    annotations.put(RunLabels.EXPIRES, scope.expires().toString());
    annotations.put(
        RunLabels.TARGET,
        gate.target().getMetadata().getNamespace() + "/" + gate.target().getMetadata().getName());
    if (replaced != null) {
      annotations.putAll(new Replacement(gate.target(), replaced).annotations(client));
    }
    Map<String, String> labels = labels(pv.getMetadata());
    labels.putAll(traits.labels());
    labels.putAll(scope.marks(RunRole.STAGING));
    return new PersistentVolumeBuilder(pv)
        .editMetadata()
        .withLabels(labels)
        .withAnnotations(annotations)
        .endMetadata()
        .editSpec()
        .withPersistentVolumeReclaimPolicy("Retain")
        .endSpec()
        .build();
  }

  /// The gate was made for a volume of the usual name; a driver with names of its own, or a claim to be
  /// replaced, needs the target made anew, now that the name is known.
  private PersistentVolumeClaim target(GatedClaim gate, @Nullable String replaced, String volume)
      throws InterruptedException {
    Resource<PersistentVolumeClaim> place = gates.resource(gate.target());
    PersistentVolumeClaim found = place.get();
    if (found != null
        && scope.owns(found.getMetadata(), RunRole.GATE)
        && volume.equals(found.getSpec().getVolumeName())) {
      return found;
    }
    if (found != null && found.getMetadata().getUid().equals(replaced)) {
      if (found.getMetadata().getDeletionTimestamp() == null) {
        requireUnused(gate);
      }
      gates.remove(place, found);
      FaultPoint.pass("volume-room-made");
    }
    return gates.create(gate.target(), RunRole.GATE, volume);
  }

  /// Who began to use the old claim while the new one was filled keeps it, and its data.
  private void requireUnused(GatedClaim gate) {
    List<ClaimUser> users = gates.users(gate.target());
    if (!users.isEmpty()) {
      throw new EngineException(
          new Failure(
              gate.object(),
              "ClaimInUse",
              "pod " + users.getFirst().pod() + " began to use it before it could be replaced",
              "scale the workload to 0, then repeat the command"));
    }
  }

  private void release(GatedClaim gate) throws InterruptedException {
    Resource<PersistentVolumeClaim> staging =
        client.persistentVolumeClaims().inNamespace(gate.mountNamespace()).withName(gate.mount());
    Cleanup.delete(staging, meta -> scope.owns(meta, RunRole.STAGING));
    if (!Cleanup.gone(STEP_TIMEOUT, staging)) {
      throw failed(gate.object(), "its staging claim " + gate.mount() + " does not go");
    }
  }

  private static PersistentVolume claimedBy(PersistentVolume pv, PersistentVolumeClaim target) {
    return new PersistentVolumeBuilder(pv)
        .editSpec()
        .withClaimRef(
            new ObjectReferenceBuilder()
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withNamespace(target.getMetadata().getNamespace())
                .withName(target.getMetadata().getName())
                .withUid(target.getMetadata().getUid())
                .build())
        .endSpec()
        .build();
  }

  private void bound(PersistentVolumeClaim target, String volume) throws InterruptedException {
    Resource<PersistentVolumeClaim> place = gates.resource(target);
    boolean bound =
        Await.until(
            STEP_TIMEOUT,
            () -> {
              PersistentVolumeClaim now = place.get();
              if (now == null) {
                return false;
              }
              boolean there =
                  now.getStatus() != null
                      && "Bound".equals(now.getStatus().getPhase())
                      && volume.equals(now.getSpec().getVolumeName());
              if (!there) {
                ask(now);
              }
              return there;
            });
    if (!bound) {
      throw failed(GateObjects.object(target), "it did not bind to its filled volume " + volume);
    }
  }

  /// A claim that waits is looked at every 15 seconds only, unless it changes
  /// (kube-controller-manager's `--pvclaimbinder-sync-period`).
  private void ask(PersistentVolumeClaim claim) {
    Map<String, String> annotations = annotations(claim.getMetadata());
    annotations.put(RunLabels.ASKED, Instant.now().toString());
    claim.getMetadata().setAnnotations(annotations);
    try {
      client.resource(claim).update();
    } catch (KubernetesClientException e) {
      if (!ApiRefusal.conflict(e)) {
        throw e;
      }
    }
  }

  /// The volume and the claim become the user's.
  private void settle(String volume, PersistentVolumeClaim target) {
    change(volume, HandOver::settled);
    unmark(gates.resource(target), RunRole.GATE);
  }

  /// A volume as it is after a hand-over: with its own reclaim policy, without a trace of the run.
  static PersistentVolume settled(PersistentVolume pv) {
    Map<String, String> annotations = annotations(pv.getMetadata());
    String policy = annotations.remove(RunLabels.RECLAIM);
    Map<String, String> labels = labels(pv.getMetadata());
    unmark(labels, annotations);
    return new PersistentVolumeBuilder(pv)
        .editMetadata()
        .withLabels(labels)
        .withAnnotations(annotations)
        .endMetadata()
        .editSpec()
        .withPersistentVolumeReclaimPolicy(
            policy == null ? pv.getSpec().getPersistentVolumeReclaimPolicy() : policy)
        .endSpec()
        .build();
  }

  private void unmark(Resource<PersistentVolumeClaim> place, RunRole role) {
    attempt(() -> {
      PersistentVolumeClaim claim = place.get();
      if (claim == null || !scope.owns(claim.getMetadata(), role)) {
        return;
      }
      Map<String, String> annotations = annotations(claim.getMetadata());
      Map<String, String> labels = labels(claim.getMetadata());
      unmark(labels, annotations);
      claim.getMetadata().setLabels(labels);
      claim.getMetadata().setAnnotations(annotations);
      client.resource(claim).update();
    });
  }

  private static void unmark(Map<String, String> labels, Map<String, String> annotations) {
    labels.remove(RunLabels.RUN);
    labels.remove(RunLabels.ROLE);
    annotations.remove(RunLabels.EXPIRES);
    annotations.remove(RunLabels.TARGET);
    annotations.remove(RunLabels.CLAIM);
    annotations.remove(RunLabels.REPLACES);
    annotations.remove(RunLabels.ASKED);
  }

  private void change(String volume, UnaryOperator<PersistentVolume> change) {
    attempt(() -> {
      PersistentVolume pv = client.persistentVolumes().withName(volume).require();
      client.resource(change.apply(pv)).update();
    });
  }

  /// Controllers write to volumes and claims as well; who lost looks again.
  private static void attempt(Runnable write) {
    for (int attempt = 1; ; attempt++) {
      try {
        write.run();
        return;
      } catch (KubernetesClientException e) {
        if (!ApiRefusal.conflict(e) || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static Map<String, String> labels(ObjectMeta meta) {
    return meta.getLabels() == null ? new HashMap<>() : new HashMap<>(meta.getLabels());
  }

  private static Map<String, String> annotations(ObjectMeta meta) {
    return meta.getAnnotations() == null ? new HashMap<>() : new HashMap<>(meta.getAnnotations());
  }

  private static EngineException failed(String object, String message) {
    return new EngineException(
        new Failure(
            object,
            "HandOverFailed",
            message,
            "repeat the command; csdr removes what is left behind"));
  }
}
