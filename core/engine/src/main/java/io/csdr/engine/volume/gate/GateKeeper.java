package io.csdr.engine.volume.gate;

import io.csdr.engine.EngineException;
import io.csdr.engine.volume.claim.ClaimUser;
import io.csdr.engine.volume.claim.PodUse;
import io.csdr.engine.volume.run.Await;
import io.csdr.engine.volume.run.Cleanup;
import io.csdr.engine.volume.run.Creation;
import io.csdr.engine.volume.run.RunLabels;
import io.csdr.engine.volume.run.RunRole;
import io.csdr.engine.volume.run.RunScope;
import io.csdr.engine.volume.run.StagingRemoval;
import io.csdr.model.Failure;
import io.csdr.vault.fault.FaultPoint;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Opens and closes gates: creates the target claim so that it waits for its volume, and takes it back
/// when nothing came of the filling.
public final class GateKeeper {
  private static final Duration GONE_TIMEOUT = Duration.ofSeconds(60);

  /// The garbage collector needs a moment to delete the pods of a workload that is gone.
  private static final Duration COLLECTED = Duration.ofSeconds(5);

  private final KubernetesClient client;
  private final RunScope scope;

  /// Gates of the run `scope`.
  public GateKeeper(KubernetesClient client, RunScope scope) {
    this.client = client;
    this.scope = scope;
  }

  /// The claim of the target's name, whoever made it.
  public @Nullable PersistentVolumeClaim found(PersistentVolumeClaim target) {
    return resource(target).get();
  }

  /// The claim that is there already under the target's name; null where there is none, or only one that
  /// is being deleted or that an earlier restore left unfinished.
  public @Nullable PersistentVolumeClaim existing(PersistentVolumeClaim target) {
    PersistentVolumeClaim found = found(target);
    return found == null
            || found.getMetadata().getDeletionTimestamp() != null
            || GateObjects.unfinished(found)
        ? null
        : found;
  }

  /// Whether a restore, of whichever run, began to fill the claim in place and did not get to its end. Pods can run on it.
  public boolean partlyFilled(PersistentVolumeClaim claim) {
    Map<String, String> labels = claim.getMetadata().getLabels();
    return labels != null
        && RunRole.FILLING.label().equals(labels.get(RunLabels.ROLE))
        && GateObjects.unfinished(claim);
  }

  /// The unfinished pods that use the target.
  public List<ClaimUser> users(PersistentVolumeClaim target) {
    ObjectMeta meta = target.getMetadata();
    return PodUse.users(
        client.pods().inNamespace(meta.getNamespace()).list().getItems(), meta.getName());
  }

  /// The unfinished pods that use the target, after those that are going had the time to go.
  public List<ClaimUser> usersThatStay(PersistentVolumeClaim target) throws InterruptedException {
    boolean going =
        Await.until(COLLECTED, () -> users(target).stream().allMatch(user -> user.terminating()));
    if (going) {
      Await.until(GONE_TIMEOUT, () -> users(target).isEmpty());
    }
    return users(target);
  }

  /// Creates the staging claim, and, unless a claim to be replaced is in its place, the target, which
  /// waits for a volume that is not there yet.
  ///
  /// @throws EngineException when the server refuses one of them
  public GatedClaim open(PersistentVolumeClaim target, boolean replacing)
      throws InterruptedException {
    String object = GateObjects.object(target);
    PersistentVolumeClaim staging =
        Creation.of(
            client.resource(GateObjects.staging(scope, target)),
            meta -> scope.owns(meta, RunRole.STAGING),
            object);
    FaultPoint.pass("volume-staging-made");
    if (!replacing) {
      create(target, RunRole.GATE, GateObjects.usualVolumeName(staging));
    }
    return new GatedClaim(target, scope.workspace(), staging.getMetadata().getName(), true);
  }

  /// Creates the target itself, to be filled where it is, because the caller may not handle volumes.
  ///
  /// @throws EngineException when the server refuses it
  public GatedClaim openInPlace(PersistentVolumeClaim target) throws InterruptedException {
    create(target, RunRole.FILLING, null);
    return new GatedClaim(
        target, target.getMetadata().getNamespace(), target.getMetadata().getName(), false);
  }

  /// Takes back what a gate made when nothing came of the filling. A target that pods wait for stays and
  /// keeps them waiting: without it they might start on an empty volume. A filled volume stays when the
  /// claim that it replaces is gone already.
  public void abandon(GatedClaim gate) {
    Cleanup.calmly(
        () -> {
          if (gate.gated() && !replacing(gate)) {
            new StagingRemoval(client, scope).remove(gate.mountNamespace(), gate.mount());
          }
        },
        () -> {
          if (gate.gated() && replacing(gate)) {
            return;
          }
          if (!gate.gated() || users(gate.target()).isEmpty()) {
            RunRole role = gate.gated() ? RunRole.GATE : RunRole.FILLING;
            Cleanup.delete(resource(gate.target()), meta -> scope.owns(meta, role));
          }
        });
  }

  private boolean replacing(GatedClaim gate) {
    String name = GateObjects.object(gate.target());
    for (PersistentVolume volume :
        client.persistentVolumes().withLabels(scope.marks(RunRole.STAGING)).list().getItems()) {
      boolean begun =
          Replacement.of(client, volume)
              .filter(it -> GateObjects.object(it.target()).equals(name))
              .filter(it -> it.begun(client, scope, volume.getMetadata().getName()))
              .isPresent();
      if (begun) {
        return true;
      }
    }
    return false;
  }

  /// Creates the target anew, in place of whatever gate or replaced claim is there.
  ///
  /// @throws EngineException when somebody else's claim is there, or the old one does not go
  PersistentVolumeClaim create(PersistentVolumeClaim target, RunRole role, @Nullable String volume)
      throws InterruptedException {
    Resource<PersistentVolumeClaim> place = resource(target);
    PersistentVolumeClaim found = place.get();
    if (found != null && GateObjects.unfinished(found)) {
      remove(place, found);
    }
    return Creation.of(
        client.resource(GateObjects.target(scope, target, role, volume)),
        meta -> false,
        GateObjects.object(target));
  }

  /// Deletes that very claim and waits until it is gone.
  ///
  /// @throws EngineException when a pod keeps it
  void remove(Resource<PersistentVolumeClaim> place, PersistentVolumeClaim found)
      throws InterruptedException {
    String uid = found.getMetadata().getUid();
    Cleanup.delete(place, meta -> uid.equals(meta.getUid()));
    boolean gone =
        Await.until(
            GONE_TIMEOUT,
            () -> {
              PersistentVolumeClaim now = place.get();
              return now == null || !uid.equals(now.getMetadata().getUid());
            });
    if (!gone) {
      throw new EngineException(
          new Failure(
              GateObjects.object(found),
              "ClaimInUse",
              "it was deleted to be replaced, but something keeps it",
              "end the pods that use it, then repeat the command"));
    }
  }

  Resource<PersistentVolumeClaim> resource(PersistentVolumeClaim target) {
    return client
        .persistentVolumeClaims()
        .inNamespace(target.getMetadata().getNamespace())
        .withName(target.getMetadata().getName());
  }
}
