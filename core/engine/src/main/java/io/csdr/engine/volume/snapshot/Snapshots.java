package io.csdr.engine.volume.snapshot;

import io.csdr.engine.EngineException;
import io.csdr.engine.volume.claim.CaptureMethod;
import io.csdr.engine.volume.claim.ClaimFacts;
import io.csdr.engine.volume.run.Await;
import io.csdr.engine.volume.run.Creation;
import io.csdr.engine.volume.run.RunRole;
import io.csdr.engine.volume.run.RunScope;
import io.csdr.engine.volume.run.SnapshotApi;
import io.csdr.model.Failure;
import io.csdr.vault.fault.FaultPoint;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes snapshots and makes them readable in the workspace.
public final class Snapshots {
  /// A driver that keeps failing this long is not waited for any longer; controllers retry by themselves
  /// what is only a hiccup.
  private static final Duration ERROR_PATIENCE = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final SnapshotApi api;
  private final RunScope scope;
  private final Duration timeout;

  /// `timeout` is how long one snapshot may take to be cut, and again to become readable.
  public Snapshots(KubernetesClient client, RunScope scope, Duration timeout) {
    this.client = client;
    this.api = new SnapshotApi(client);
    this.scope = scope;
    this.timeout = timeout;
  }

  /// Takes the snapshot of a claim and waits until the driver has cut it: from then on the application
  /// may write again. `staging` is the namespace where it will be read.
  ///
  /// @throws EngineException with the driver's words
  public TakenSnapshot take(ClaimFacts facts, CaptureMethod.Snapshot method, String staging)
      throws InterruptedException {
    GenericKubernetesResource wanted =
        SnapshotObjects.snapshot(scope, facts.claim(), method.snapshotClass());
    Creation.of(
        api.snapshots().resource(wanted),
        meta -> scope.owns(meta, RunRole.SNAPSHOT),
        facts.object());
    Resource<GenericKubernetesResource> snapshot =
        api.snapshots()
            .inNamespace(facts.claim().namespace())
            .withName(wanted.getMetadata().getName());
    FaultPoint.pass("volume-snapshot-asked");
    GenericKubernetesResource cut =
        await(snapshot, facts.object(), "was not taken", "creationTime");
    FaultPoint.pass("volume-snapshot-cut");
    long capacity = facts.volume() == null ? 0 : facts.volume().capacityBytes();
    return new TakenSnapshot(
        facts.claim(),
        wanted.getMetadata().getName(),
        method.snapshotClass(),
        facts.state().block(),
        Math.max(capacity, facts.state().requestedBytes()),
        method.storageClass(),
        staging,
        SnapshotObjects.cut(cut));
  }

  /// Waits until the snapshot can be read and makes a claim from it in its staging namespace.
  ///
  /// @return the claim's name
  /// @throws EngineException with the driver's words
  public String stage(TakenSnapshot taken) throws InterruptedException {
    Resource<GenericKubernetesResource> own =
        api.snapshots().inNamespace(taken.claim().namespace()).withName(taken.name());
    GenericKubernetesResource ready =
        await(own, taken.object(), "did not become readable", "readyToUse");
    if (taken.travels()) {
      ready = share(taken, ready);
      FaultPoint.pass("volume-snapshot-shared");
    }
    PersistentVolumeClaim claim = SnapshotObjects.staging(scope, taken, restoreBytes(ready));
    Creation.of(client.resource(claim), meta -> scope.owns(meta, RunRole.STAGING), taken.object());
    return claim.getMetadata().getName();
  }

  /// A snapshot is seen from another namespace through a second content with the same handle.
  private GenericKubernetesResource share(TakenSnapshot taken, GenericKubernetesResource own)
      throws InterruptedException {
    String contentName = SnapshotApi.text(own, "status", "boundVolumeSnapshotContentName");
    GenericKubernetesResource content =
        contentName == null ? null : api.contents().withName(contentName).get();
    String handle = content == null ? null : SnapshotApi.text(content, "status", "snapshotHandle");
    String driver = content == null ? null : SnapshotApi.text(content, "spec", "driver");
    if (handle == null || driver == null) {
      throw failed(taken.object(), "has no handle of its driver, although it is ready");
    }
    Creation.of(
        api.contents().resource(SnapshotObjects.content(scope, taken, driver, handle)),
        meta -> scope.owns(meta, RunRole.SHARED_SNAPSHOT),
        taken.object());
    GenericKubernetesResource shared = SnapshotObjects.shared(scope, taken);
    Creation.of(
        api.snapshots().resource(shared),
        meta -> scope.owns(meta, RunRole.SHARED_SNAPSHOT),
        taken.object());
    return await(
        api.snapshots().inNamespace(taken.staging()).withName(shared.getMetadata().getName()),
        taken.object(),
        "could not be shared with namespace " + taken.staging(),
        "readyToUse");
  }

  private GenericKubernetesResource await(
      Resource<GenericKubernetesResource> snapshot, String object, String what, String field)
      throws InterruptedException {
    Patience patience = new Patience(ERROR_PATIENCE);
    Optional<GenericKubernetesResource> found =
        Await.value(
            timeout,
            () -> {
              GenericKubernetesResource now = snapshot.get();
              if (now == null) {
                throw failed(object, "was deleted by somebody else");
              }
              if (done(SnapshotApi.text(now, "status", field))) {
                return Optional.of(now);
              }
              String words = patience.over(error(now));
              if (words != null) {
                throw failed(object, what + ": " + words);
              }
              return Optional.empty();
            });
    return found.orElseThrow(
        () -> failed(object, what + " within " + timeout.toSeconds() + " s" + patience.last()));
  }

  private static boolean done(@Nullable String value) {
    return value != null && !value.equals("false");
  }

  private static @Nullable String error(GenericKubernetesResource snapshot) {
    return SnapshotApi.text(snapshot, "status", "error", "message");
  }

  private static long restoreBytes(GenericKubernetesResource snapshot) {
    String size = SnapshotApi.text(snapshot, "status", "restoreSize");
    return size == null ? 0 : new Quantity(size).getNumericalAmount().longValue();
  }

  private static EngineException failed(String object, String what) {
    return new EngineException(
        new Failure(
            object,
            "SnapshotFailed",
            "its snapshot " + what,
            "look at the CSI driver and its snapshot controller, or use --volumes copy"));
  }
}
