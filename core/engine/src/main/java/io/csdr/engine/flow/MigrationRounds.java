package io.csdr.engine.flow;

import io.csdr.model.request.MigrateRequest;
import io.csdr.vault.Vault;
import java.util.Optional;

/// The backups of one migration, as far as the vault has them: `NAME-1`, `NAME-2`, … Those behind the
/// asked number of rounds were made while the source stood still.
record MigrationRounds(Vault vault, MigrateRequest request, String clusterUid) {

  /// What the backup of a round is called.
  String name(int round) {
    return request.name() + "-" + round;
  }

  /// Whether the source cluster has saved this round.
  boolean has(int round) {
    return vault.findCommits(name(round)).stream().anyMatch(c -> c.clusterUid().equals(clusterUid));
  }

  /// The first round that a stopped source has not saved yet.
  int nextStill() {
    int round = request.rounds() + 1;
    while (has(round)) {
      round++;
    }
    return round;
  }

  /// The newest round that a stopped source has saved.
  Optional<String> lastStill() {
    int next = nextStill();
    return next > request.rounds() + 1 ? Optional.of(name(next - 1)) : Optional.empty();
  }
}
