package io.csdr.engine.volume.claim;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The claim itself. `phase` is Pending, Bound or Lost; `storageClass` null where the claim names none;
/// `detail` the cluster's own last words on why it is not bound, empty where there are none.
public record ClaimState(
    String uid,
    String phase,
    boolean terminating,
    boolean block,
    long requestedBytes,
    Set<String> accessModes,
    @Nullable String storageClass,
    Map<String, String> labels,
    Map<String, String> annotations,
    String detail) {
  private static final String ONCE_POD = "ReadWriteOncePod";
  private static final Set<String> SHARED = Set.of("ReadWriteMany", "ReadOnlyMany");

  public ClaimState {
    accessModes = Set.copyOf(accessModes);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /// Whether only one pod may use the volume at a time.
  public boolean oncePod() {
    return accessModes.contains(ONCE_POD);
  }

  /// Whether several nodes may use the volume at a time.
  public boolean shared() {
    return accessModes.stream().anyMatch(SHARED::contains);
  }
}
