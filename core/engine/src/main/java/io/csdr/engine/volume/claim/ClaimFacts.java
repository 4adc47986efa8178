package io.csdr.engine.volume.claim;

import io.csdr.model.PvcRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything about one claim that the choice of its capture depends on, as read at one moment. `volume`
/// is null while none is bound; `users` are the pods that hold it or are about to.
public record ClaimFacts(
    PvcRef claim,
    ClaimState state,
    @Nullable VolumeFacts volume,
    List<ClaimUser> users,
    SnapshotOffer snapshots) {
  public ClaimFacts {
    users = List.copyOf(users);
  }

  /// How the claim is named in messages.
  public String object() {
    return "persistentvolumeclaims " + claim;
  }
}
