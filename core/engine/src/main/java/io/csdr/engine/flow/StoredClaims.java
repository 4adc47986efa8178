package io.csdr.engine.flow;

import io.csdr.engine.apply.ClaimGate;
import io.csdr.engine.catalog.StoredBackup;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.volume.FillRequest.Content;
import io.csdr.model.PvcRef;
import io.csdr.model.api.ApplicationBackup.VolumeStatus;
import io.csdr.model.request.RestoreRequest;
import io.csdr.model.request.RestoreScope;
import io.csdr.vault.blob.BlobId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a restore can bring back of the claims in its backup. As a gate it knows all about them and creates
/// nothing.
final class StoredClaims implements ClaimGate {
  private static final String NO_DATA = "the backup says that it was saved, but has no data of it";

  private final StoredBackup backup;
  private final RestoreScope scope;
  private final Map<PvcRef, VolumeStatus> statuses = new HashMap<>();

  StoredClaims(StoredBackup backup, RestoreRequest request) {
    this.backup = backup;
    this.scope = request.scope();
    for (VolumeStatus status : backup.resource().status().volumes()) {
      statuses.put(new PvcRef(status.namespace(), status.pvc()), status);
    }
  }

  /// The backup that has them.
  StoredBackup backup() {
    return backup;
  }

  /// The claims whose data comes back, all or part of it.
  Set<PvcRef> returning() {
    return statuses.keySet().stream().filter(this::brings).collect(Collectors.toSet());
  }

  /// Whether there is any claim that must not come back as an empty one.
  boolean any() {
    return statuses.keySet().stream().anyMatch(this::guards);
  }

  /// Whether data of the claim is in the backup and asked for.
  @Override
  public boolean brings(PvcRef claim) {
    return scope.brings(claim) && backup.volume(claim).isPresent();
  }

  /// Whether the claim must not come back as an empty one: because its data is there, or because it should
  /// be and is not.
  @Override
  public boolean guards(PvcRef claim) {
    return content(claim).isPresent();
  }

  /// Why nobody need wonder that a new claim is empty; nothing where its data was not asked for.
  @Override
  public Optional<String> lacks(PvcRef claim) {
    if (!scope.brings(claim) || guards(claim)) {
      return Optional.empty();
    }
    VolumeStatus status = statuses.get(claim);
    return Optional.of(
        status == null || status.reason() == null
            ? "the backup has no data of it"
            : "its data was left out of the backup (" + status.reason() + ")");
  }

  @Override
  public boolean create(PvcRef source, KubeObject desired) {
    // A dry run creates nothing, and the claim's data is not the API server's affair.
    return brings(source);
  }

  /// What its new volume gets; empty for a claim that is no business of the volume side.
  Optional<Content> content(PvcRef claim) {
    VolumeStatus status = statuses.get(claim);
    boolean failed = status != null && status.verdict().equals("failed");
    Optional<BlobId> root = backup.volume(claim);
    boolean lost = root.isEmpty() && status != null && status.verdict().equals("saved");
    if (!scope.brings(claim) || (root.isEmpty() && !failed && !lost)) {
      return Optional.empty();
    }
    String reason = failed ? reason(status) : null;
    return Optional.of(
        root.isPresent()
            ? new Content.Tree(root.get().toString(), bytes(status), reason)
            : new Content.Missing(lost ? NO_DATA : reason(status)));
  }

  private static long bytes(@Nullable VolumeStatus status) {
    return status == null ? 0 : status.bytes();
  }

  private static String reason(@Nullable VolumeStatus status) {
    return status == null || status.reason() == null ? "it could not be saved" : status.reason();
  }
}
