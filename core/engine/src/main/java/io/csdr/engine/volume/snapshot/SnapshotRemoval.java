package io.csdr.engine.volume.snapshot;

import io.csdr.engine.volume.run.ApiRefusal;
import io.csdr.engine.volume.run.Cleanup;
import io.csdr.engine.volume.run.RunRole;
import io.csdr.engine.volume.run.RunScope;
import io.csdr.engine.volume.run.SnapshotApi;
import io.csdr.engine.volume.run.StagingRemoval;
import io.csdr.model.PvcRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;

/// Removes what a snapshot needed, in an order that every driver can follow: the volume made from it,
/// then the views on it, then the snapshot itself.
public final class SnapshotRemoval {
  private static final Duration GONE_TIMEOUT = Duration.ofSeconds(60);
  private static final String DELETE_POLICY = "{\"spec\":{\"deletionPolicy\":\"Delete\"}}";

  private final KubernetesClient client;
  private final SnapshotApi api;
  private final RunScope scope;

  /// Removes what the run `scope` made.
  public SnapshotRemoval(KubernetesClient client, RunScope scope) {
    this.client = client;
    this.api = new SnapshotApi(client);
    this.scope = scope;
  }

  /// Removes everything of the snapshot of `claim`, the driver's snapshot too, and waits for it. Never
  /// fails: what cannot be removed now is found by its labels later.
  public void remove(PvcRef claim, String staging) {
    String shared = SnapshotObjects.sharedName(scope, claim);
    String stagingName = SnapshotObjects.stagingName(scope, claim);
    Cleanup.calmly(
        () -> new StagingRemoval(client, scope).remove(staging, stagingName),
        () -> removeShared(staging, shared),
        () -> removeOwn(claim.namespace(), SnapshotObjects.snapshotName(scope, claim)));
  }

  /// Removes a shared snapshot of this run and its content; the driver's snapshot stays.
  public void removeShared(String staging, String name) throws InterruptedException {
    Resource<GenericKubernetesResource> snapshot =
        api.snapshots().inNamespace(staging).withName(name);
    if (Cleanup.delete(snapshot, meta -> scope.owns(meta, RunRole.SHARED_SNAPSHOT))) {
      Cleanup.gone(GONE_TIMEOUT, snapshot);
    }
    removeSharedContent(name);
  }

  /// Removes the content of a shared snapshot of this run; the driver's snapshot stays.
  public void removeSharedContent(String name) throws InterruptedException {
    Resource<GenericKubernetesResource> content = api.contents().withName(name);
    if (Cleanup.delete(content, meta -> scope.owns(meta, RunRole.SHARED_SNAPSHOT))) {
      Cleanup.gone(GONE_TIMEOUT, content);
    }
  }

  /// Removes a snapshot that this run has taken, the driver's too.
  public void removeOwn(String namespace, String name) throws InterruptedException {
    Resource<GenericKubernetesResource> snapshot =
        api.snapshots().inNamespace(namespace).withName(name);
    GenericKubernetesResource found = snapshot.get();
    if (found == null || !scope.owns(found.getMetadata(), RunRole.SNAPSHOT)) {
      return;
    }
    if (SnapshotObjects.isNamed(scope, found)) {
      release(found);
    }
    Cleanup.delete(snapshot, meta -> scope.owns(meta, RunRole.SNAPSHOT));
    Cleanup.gone(GONE_TIMEOUT, snapshot);
  }

  /// The class may say Retain, but this snapshot is ours and must not outlive us at the driver.
  private void release(GenericKubernetesResource snapshot) {
    String content = SnapshotApi.text(snapshot, "status", "boundVolumeSnapshotContentName");
    if (content == null) {
      return;
    }
    try {
      api.contents().withName(content).patch(PatchContext.of(PatchType.JSON_MERGE), DELETE_POLICY);
    } catch (KubernetesClientException e) {
      if (!ApiRefusal.missing(e) && !ApiRefusal.forbidden(e)) {
        throw e;
      }
    }
  }
}
