package io.csdr.engine.flow;

import io.csdr.engine.EngineException;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.volume.gate.GateKeeper;
import io.csdr.engine.volume.run.RunScope;
import io.csdr.model.Failure;
import io.csdr.model.PvcRef;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.model.api.ApplicationRestore;
import io.csdr.model.request.ExistingPolicy;
import io.csdr.model.request.RestoreRequest;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The claims that a switch brings to its target. Each must have the data of the last round, and not what it
/// had there before: the source stands still for good afterwards.
record TargetClaims(Cluster target, RestoreRequest model, RunScope scope) {

  /// Those that shall have what a round has saved.
  List<PvcRef> of(ApplicationBackup round) {
    return round.status().volumes().stream()
        .filter(volume -> volume.verdict().equals("saved"))
        .map(volume -> new PvcRef(model.targetNamespace(volume.namespace()), volume.pvc()))
        .toList();
  }

  /// Those of `claims` that are not at the target, or that a restore left there unfinished.
  List<PvcRef> absent(List<PvcRef> claims) {
    return claims.stream().filter(claim -> !present(claim)).toList();
  }

  /// Refuses claims that are at the target and would keep their data; `landed` have the right data.
  ///
  /// @throws EngineException naming the first of them
  void requireFree(List<PvcRef> claims, Set<PvcRef> landed) {
    if (model.existing() == ExistingPolicy.REPLACE) {
      return;
    }
    for (PvcRef claim : claims) {
      if (!landed.contains(claim) && present(claim)) {
        throw notEmpty(claim);
      }
    }
  }

  /// Makes sure that the restore filled all `claims` but those in `landed`.
  ///
  /// @throws EngineException naming the first that it did not fill
  static void requireFilled(List<PvcRef> claims, Set<PvcRef> landed, ApplicationRestore restored) {
    Set<PvcRef> touched = new HashSet<>(landed);
    for (ApplicationRestore.VolumeStatus volume : restored.status().volumes()) {
      if (!volume.verdict().equals("kept")) {
        touched.add(new PvcRef(volume.namespace(), volume.pvc()));
      }
    }
    for (PvcRef claim : claims) {
      if (!touched.contains(claim)) {
        throw notEmpty(claim);
      }
    }
  }

  private boolean present(PvcRef claim) {
    return new GateKeeper(target.client(), scope)
            .existing(
                new PersistentVolumeClaimBuilder()
                    .withNewMetadata()
                    .withNamespace(claim.namespace())
                    .withName(claim.name())
                    .endMetadata()
                    .build())
        != null;
  }

  private static EngineException notEmpty(PvcRef claim) {
    return new EngineException(
        new Failure(
            "persistentvolumeclaims " + claim,
            "TargetNotEmpty",
            "it was at the target already and does not have the data of the last round",
            "remove it there, or migrate with --existing replace"));
  }
}
