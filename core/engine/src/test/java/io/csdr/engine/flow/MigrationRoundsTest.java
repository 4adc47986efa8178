package io.csdr.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.catalog.SampleBackups;
import io.csdr.engine.catalog.SampleBackups.Kept;
import io.csdr.engine.journal.RunJournal;
import io.csdr.model.Phase;
import io.csdr.model.PvcRef;
import io.csdr.vault.Vault;
import io.csdr.vault.commit.CommitHeader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MigrationRoundsTest {
  private static final PvcRef DATA = new PvcRef("shop", "data");

  private final Vault vault = SampleBackups.vault();
  private final MigrationRounds rounds =
      new MigrationRounds(vault, "move", "here", SampleBackups.START);
  private final MigrationNotes notes = new MigrationNotes(vault, "move", "here");

  @Test
  void onlyRoundsThatSavedEverythingCount() {
    String first = save("move-1", "here", Phase.COMPLETED);
    save("move-2", "here", Phase.PARTIALLY_FAILED);
    String third = save("move-10", "here", Phase.COMPLETED);
    save("move-3", "elsewhere", Phase.COMPLETED);
    save("move-target", "here", Phase.COMPLETED);
    save("move-1-1", "here", Phase.COMPLETED);
    save("remove-4", "here", Phase.COMPLETED);

    assertThat(rounds.complete()).extracting(CommitHeader::runId).containsExactly(first, third);
  }

  @Test
  void roundsOfAnEarlierMigrationKeepTheirNumbersAndDoNotCount() {
    save("move-1", "here", Phase.COMPLETED);
    MigrationRounds later =
        new MigrationRounds(vault, "move", "here", SampleBackups.START.plusSeconds(1));

    assertThat(later.complete()).isEmpty();
    assertThat(later.nextName()).isEqualTo("move-2");
  }

  @Test
  void aNumberIsNeverUsedTwice() {
    assertThat(rounds.nextName()).isEqualTo("move-1");
    save("move-1", "here", Phase.PARTIALLY_FAILED);
    assertThat(rounds.nextName()).isEqualTo("move-2");
  }

  @Test
  void aLastRoundIsFoundAgainOnlyWhileTheSourceIsAsItLeftIt() {
    Map<String, Long> workloads = Map.of("uid-1", 4L, "uid-2", 1L);
    note("move", "here", new MigrationNotes.Still("run-1", workloads));

    assertThat(notes.saved(workloads)).contains("run-1");
    assertThat(notes.saved(Map.of("uid-1", 6L, "uid-2", 1L))).isEmpty();
    assertThat(notes.saved(Map.of("uid-1", 4L))).isEmpty();
    assertThat(new MigrationNotes(vault, "other", "here").saved(workloads)).isEmpty();
    assertThat(new MigrationNotes(vault, "move", "elsewhere").saved(workloads)).isEmpty();
  }

  @Test
  void claimsLandedOnlyFromTheBackupThatWasRestored() {
    try (RunJournal journal =
        RunJournal.start(vault, MigrateFlow.MIGRATE, "move", "here", Map.of())) {
      notes.write(journal.run(), new MigrationNotes.Landing("run-1", List.of(DATA)));
    }

    assertThat(notes.landed("run-1")).containsExactly(DATA);
    assertThat(notes.landed("run-2")).isEmpty();
  }

  private void note(String migration, String cluster, MigrationNotes.Still still) {
    try (RunJournal journal =
        RunJournal.start(vault, MigrateFlow.MIGRATE, migration, cluster, Map.of())) {
      notes.write(journal.run(), still);
    }
  }

  private String save(String name, String cluster, Phase phase) {
    return SampleBackups.commit(
        vault, name, cluster, SampleBackups.START, new Kept(phase, List.of("shop"), null));
  }
}
