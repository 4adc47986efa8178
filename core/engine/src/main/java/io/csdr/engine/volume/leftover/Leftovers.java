package io.csdr.engine.volume.leftover;

import io.csdr.engine.volume.claim.PodUse;
import io.csdr.engine.volume.gate.HandOver;
import io.csdr.engine.volume.run.Cleanup;
import io.csdr.engine.volume.run.RunLabels;
import io.csdr.engine.volume.run.RunRole;
import io.csdr.engine.volume.run.RunScope;
import io.csdr.engine.volume.run.StagingRemoval;
import io.csdr.engine.volume.snapshot.SnapshotRemoval;
import io.csdr.engine.volume.twin.TwinVolume;
import io.csdr.model.ObjectRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// Finds and removes what runs left behind. What was handed over to the user stays, and so does
/// everything that does not carry the run's label.
public final class Leftovers {
  private static final Duration GONE_TIMEOUT = Duration.ofSeconds(60);
  private static final long GRACE_SECONDS = 2;

  private final KubernetesClient client;
  private final LeftoverSearch search;

  /// Looks into the cluster of `client`.
  public Leftovers(KubernetesClient client) {
    this(client, List.of());
  }

  /// Looks into these namespaces even where the caller may not look into all.
  public Leftovers(KubernetesClient client, Collection<String> namespaces) {
    this.client = client;
    this.search = new LeftoverSearch(client, namespaces);
  }

  /// Everything that the run created and that is still there.
  public List<Leftover> find(String run) {
    return search.find(run);
  }

  /// Everything that any run created and that is still there.
  public List<Leftover> all() {
    return search.find(null);
  }

  /// The runs that have something in the cluster that expired before `now`.
  public Set<String> expired(Instant now) {
    Set<String> runs = new TreeSet<>();
    for (Leftover leftover : search.find(null)) {
      Instant expires = leftover.expires();
      if (expires != null && expires.isBefore(now)) {
        runs.add(leftover.run());
      }
    }
    return runs;
  }

  /// Removes everything of the run, in an order in which nothing waits for what comes later. May be
  /// repeated at any time. A filled volume whose old claim has already made room for it is handed over.
  ///
  /// @return what could not be removed
  /// @throws io.csdr.engine.EngineException when such a volume cannot be handed over yet; it is kept
  public List<Leftover> remove(String run) throws InterruptedException {
    RunScope scope = RunScope.ofClient(run, Instant.EPOCH);
    List<Leftover> found = find(run);
    removeMovers(scope, found);
    for (String volume : new StagingRemoval(client, scope).orphans()) {
      new HandOver(client, scope).finish(volume);
    }
    for (Leftover gate : of(found, "persistentvolumeclaims", RunRole.GATE)) {
      endGate(scope, gate.object(), RunRole.GATE);
    }
    for (Leftover gate : of(found, "persistentvolumeclaims", RunRole.FILLING)) {
      endGate(scope, gate.object(), RunRole.FILLING);
    }
    removeVolumes(scope, found);
    removeSnapshots(scope, found);
    for (Leftover secret : of(found, "secrets", RunRole.PULL_SECRET)) {
      delete(scope, client.secrets().inNamespace(place(secret)).withName(name(secret)), secret);
    }
    for (Leftover namespace : of(found, "namespaces", RunRole.WORKSPACE)) {
      if (name(namespace).equals(scope.workspace())) {
        delete(scope, client.namespaces().withName(name(namespace)), namespace);
      }
    }
    return find(run);
  }

  private void removeMovers(RunScope scope, List<Leftover> found) throws InterruptedException {
    for (Leftover job : of(found, "jobs", RunRole.MOVER)) {
      delete(scope, client.batch().v1().jobs().inNamespace(place(job)).withName(name(job)), job);
    }
    List<Leftover> pods = of(found, "pods", RunRole.MOVER);
    for (Leftover pod : pods) {
      client
          .pods()
          .inNamespace(place(pod))
          .withName(name(pod))
          .withGracePeriod(GRACE_SECONDS)
          .delete();
    }
    for (Leftover pod : pods) {
      Cleanup.gone(GONE_TIMEOUT, client.pods().inNamespace(place(pod)).withName(name(pod)));
    }
  }

  /// A claim that was given its filled volume is the user's. One that pods wait for goes on keeping
  /// them waiting, so that they do not start on an empty volume; a later restore takes it over.
  private void endGate(RunScope scope, ObjectRef ref, RunRole role) throws InterruptedException {
    Resource<PersistentVolumeClaim> place =
        client.persistentVolumeClaims().inNamespace(namespace(ref)).withName(ref.name());
    PersistentVolumeClaim claim = place.get();
    if (claim == null || !scope.owns(claim.getMetadata(), role)) {
      return;
    }
    if (new HandOver(client, scope).resume(claim)) {
      return;
    }
    boolean wanted =
        !PodUse.users(client.pods().inNamespace(namespace(ref)).list().getItems(), ref.name())
            .isEmpty();
    if (wanted) {
      claim.getMetadata().getLabels().remove(RunLabels.RUN);
      client.resource(claim).update();
    } else {
      Cleanup.delete(place, meta -> scope.owns(meta, role));
    }
  }

  private void removeVolumes(RunScope scope, List<Leftover> found) throws InterruptedException {
    StagingRemoval staging = new StagingRemoval(client, scope);
    TwinVolume twins = new TwinVolume(client, scope);
    for (Leftover claim : of(found, "persistentvolumeclaims", RunRole.STAGING)) {
      staging.removeFound(place(claim), name(claim));
    }
    for (Leftover claim : of(found, "persistentvolumeclaims", RunRole.TWIN)) {
      twins.removeClaim(place(claim), name(claim));
    }
    for (Leftover volume : of(found, "persistentvolumes", RunRole.TWIN)) {
      twins.removeVolume(name(volume));
    }
    for (String volume : staging.orphans()) {
      if (staging.claimed(volume)) {
        new HandOver(client, scope).settleVolume(volume);
      } else {
        staging.removeVolume(volume);
      }
    }
  }

  private void removeSnapshots(RunScope scope, List<Leftover> found) throws InterruptedException {
    SnapshotRemoval removal = new SnapshotRemoval(client, scope);
    for (Leftover snapshot : of(found, "volumesnapshots", RunRole.SHARED_SNAPSHOT)) {
      removal.removeShared(place(snapshot), name(snapshot));
    }
    for (Leftover content : of(found, "volumesnapshotcontents", RunRole.SHARED_SNAPSHOT)) {
      removal.removeSharedContent(name(content));
    }
    for (Leftover snapshot : of(found, "volumesnapshots", RunRole.SNAPSHOT)) {
      removal.removeOwn(place(snapshot), name(snapshot));
    }
  }

  private static <T extends HasMetadata> void delete(
      RunScope scope, Resource<T> resource, Leftover leftover) {
    Cleanup.delete(resource, meta -> scope.owns(meta, leftover.role()));
  }

  private static List<Leftover> of(List<Leftover> found, String resource, RunRole role) {
    List<Leftover> matching = new ArrayList<>();
    for (Leftover leftover : found) {
      if (leftover.role() == role && leftover.object().resource().equals(resource)) {
        matching.add(leftover);
      }
    }
    return matching;
  }

  private static String place(Leftover leftover) {
    return namespace(leftover.object());
  }

  private static String namespace(ObjectRef ref) {
    return Objects.requireNonNull(ref.namespace(), ref::toString);
  }

  private static String name(Leftover leftover) {
    return leftover.object().name();
  }
}
