package io.csdr.engine.apply;

import io.csdr.engine.cluster.KubeObject;
import io.csdr.model.PvcRef;
import java.util.Optional;

/// Where claims with data of their own are made: the volume side sees to it that nothing binds to them
/// before they are filled. Safe for many threads.
public interface ClaimGate {
  /// Nothing has data: every claim is created like any other object.
  ClaimGate OPEN =
      new ClaimGate() {
        @Override
        public boolean guards(PvcRef source) {
          return false;
        }

        @Override
        public boolean brings(PvcRef source) {
          return false;
        }

        @Override
        public Optional<String> lacks(PvcRef source) {
          return Optional.empty();
        }

        @Override
        public boolean create(PvcRef source, KubeObject desired) {
          throw new IllegalStateException("an open gate guards nothing");
        }
      };

  /// Whether the claim of the backup comes back through this gate, or is kept back by it.
  boolean guards(PvcRef source);

  /// Whether the backup has data of the claim, all or part of it, that comes back through this gate.
  boolean brings(PvcRef source);

  /// Why a claim that is not guarded has no data, to be told where a new one is made; empty where that is
  /// as the user wants it.
  Optional<String> lacks(PvcRef source);

  /// Makes the claim of the target, and returns once it exists, filled or not: pods wait for it. One that is
  /// there already is left as it is, or stays until a filled one can take its place.
  /// `desired` is rewritten for the target and names no volume.
  ///
  /// @return whether there is such a claim now; if not, the gate tells why
  boolean create(PvcRef source, KubeObject desired);

  /// What there is to tell of a claim of the target that was there and was left as it is.
  static String kept(PvcRef claim) {
    return "persistentvolumeclaims "
        + claim
        + " is there and was left as it is, its data was not restored; with --existing replace it is";
  }
}
