package io.csdr.engine.flow;

import io.csdr.engine.catalog.BackupSummary;
import io.csdr.model.Phase;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.Vault;
import io.csdr.vault.commit.CommitHeader;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The backups of one migration, as far as the vault has them: `NAME-1`, `NAME-2`, … One that did not save
/// everything keeps its number and counts for nothing, and so does one from before `since`, of an earlier
/// migration of this name.
record MigrationRounds(Vault vault, String migration, String clusterUid, Instant since) {

  /// The rounds that saved everything, the oldest first.
  List<CommitHeader> complete() {
    return all().stream()
        .filter(round -> !round.started().isBefore(since))
        .filter(MigrationRounds::whole)
        .toList();
  }

  /// What the next round is called.
  String nextName() {
    int last = all().stream().mapToInt(this::number).max().orElse(0);
    return migration + "-" + (last + 1);
  }

  /// Whether a backup of this name is a round of a migration called `migration`.
  static boolean isRound(String migration, String name) {
    return matcher(migration, name).matches();
  }

  private List<CommitHeader> all() {
    return vault.commits().stream()
        .filter(commit -> commit.clusterUid().equals(clusterUid))
        .filter(commit -> isRound(migration, commit.name()))
        .sorted(Comparator.comparingInt(this::number))
        .toList();
  }

  private int number(CommitHeader round) {
    Matcher matcher = matcher(migration, round.name());
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  private static Matcher matcher(String migration, String name) {
    return Pattern.compile(Pattern.quote(migration) + "-([0-9]{1,6})").matcher(name);
  }

  private static boolean whole(CommitHeader round) {
    return ResourceJson.read(round.header(), BackupSummary.class)
        .phase()
        .equals(Phase.COMPLETED.toString());
  }
}
