package io.csdr.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.csdr.engine.EngineException;
import io.csdr.engine.journal.RunJournal;
import io.csdr.model.Phase;
import io.csdr.model.PvcRef;
import io.csdr.testing.store.FaultyStore;
import io.csdr.testing.store.FaultyStore.Call;
import io.csdr.vault.Vault;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.commit.Damaged;
import io.csdr.vault.commit.Root;
import io.csdr.vault.store.MemoryStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private static final PvcRef DATA = SampleBackups.DATA;
  private static final Instant START = SampleBackups.START;

  private final FaultyStore store = new FaultyStore(new MemoryStore());
  private final Vault vault = SampleBackups.vault(store);
  private final Catalog catalog = new Catalog(vault);

  @Test
  void backupsAndUnfinishedRunsAreListedTogether() {
    commit("one", "uid-a", START, 1);
    try (RunJournal failed = RunJournal.start(vault, Catalog.BACKUP, "three", "uid-a", Map.of())) {
      failed.end(Phase.FAILED, "no room");
    }
    try (RunJournal going = RunJournal.start(vault, Catalog.BACKUP, "two", "uid-a", Map.of())) {
      assertThat(catalog.list())
          .extracting(BackupRow::name, row -> row.summary().phase())
          .containsExactlyInAnyOrder(
              tuple("one", "Completed"), tuple("two", "InProgress"), tuple("three", "Failed"));
      assertThat(catalog.list()).extracting(BackupRow::runId).contains(going.id());
    }
  }

  @Test
  void aDeletedBackupLeavesNoLine() {
    commit("one", "uid-a", START, 1);

    vault.delete(catalog.open("one").header().ref());

    assertThat(catalog.list()).isEmpty();
  }

  @Test
  void aNameOfTwoClustersIsAmbiguousButTheRunIsNot() {
    commit("same", "uid-a", START, 1);
    String run = commit("same", "uid-b", START, 2);

    assertThatThrownBy(() -> catalog.open("same"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining(run);
    assertThat(catalog.open(run).header().clusterUid()).isEqualTo("uid-b");
  }

  @Test
  void aTakenNameIsRefusedInTheSameClusterOnly() {
    commit("one", "uid-a", START, 1);

    assertThatThrownBy(() -> catalog.refuseTaken("one", "uid-a"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("kubectl csdr delete one");
    catalog.refuseTaken("one", "uid-b");
  }

  @Test
  void aNameIsFoundWithoutReadingTheOtherBackupsOfItsCluster() {
    for (int n = 0; n < 20; n++) {
      commit("of-a-" + n, "uid-a", START, n);
      commit("of-b-" + n, "uid-b", START, n);
    }
    String run = commit("wanted", "uid-b", START, 99);
    int before = store.calls(Call.READ);

    assertThat(catalog.open("wanted").header().runId()).isEqualTo(run);
    int byName = store.calls(Call.READ);
    assertThat(byName - before).as("one for each cluster, and the backup twice").isEqualTo(4);
    assertThat(catalog.open(run).header().name()).isEqualTo("wanted");
    assertThat(store.calls(Call.READ) - byName).as("the run and the backup twice").isEqualTo(3);
  }

  @Test
  void aBackupIsFoundByItsRunWhenTheRunIsNoLongerKnown() {
    String run = commit("one", "uid-a", START, 1);
    commit(run, "uid-a", START, 2);
    vault.deleteRun(vault.findRun(run).orElseThrow());

    assertThat(catalog.open(run).header().name()).isEqualTo("one");
    assertThat(catalog.has(run)).isTrue();
    assertThat(catalog.has("one")).isTrue();
    assertThat(catalog.has("two")).isFalse();
  }

  @Test
  void anUnknownNameSaysWhereToLook() {
    assertThatThrownBy(() -> catalog.open("none"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("kubectl csdr get backups");
  }

  @Test
  void theNewestTreeOfAClaimIsThatOfTheSameCluster() {
    commit("one", "uid-a", START, 1);
    commit("two", "uid-a", START.plusSeconds(60), 2);
    commit("else", "uid-b", START.plusSeconds(120), 3);

    assertThat(catalog.newestTrees("uid-a"))
        .containsEntry(StoredBackup.labelOf(DATA), new BlobId(2, 0, 0, 0));
    assertThat(catalog.newestTrees("uid-c")).isEmpty();
  }

  @Test
  void aDamagedBackupIsNamedAndTheOthersStayUsable() {
    commit("one", "uid-a", START, 1);
    String run = commit("two", "uid-a", START.plusSeconds(60), 2);
    String key = catalog.open("one").header().ref().key();
    damage(key);

    assertThat(catalog.listed().whole()).extracting(BackupRow::name).containsExactly("two");
    assertThat(catalog.listed().damaged()).extracting(Damaged::key).containsExactly(key);
    assertThat(catalog.open("two").header().runId()).isEqualTo(run);
    assertThatThrownBy(() -> catalog.open("one")).hasMessageContaining("1 damaged");
    assertThatThrownBy(() -> catalog.refuseTaken("one", "uid-a"))
        .isInstanceOf(EngineException.class);
  }

  @Test
  void aDamagedRunIsNamedAndTheOthersStayListed() {
    String run = commit("one", "uid-a", START, 1);
    damage("j/" + run + "/00000000");

    assertThat(catalog.listed().whole()).extracting(BackupRow::name).containsExactly("one");
    assertThat(catalog.listed().damaged())
        .extracting(Damaged::key)
        .containsExactly("j/" + run + "/00000000");
  }

  @Test
  void aDamagedEndIsAFailedRun() {
    try (RunJournal journal = RunJournal.start(vault, Catalog.BACKUP, "b", "uid-a", Map.of())) {
      journal.end(Phase.CANCELED, "");
      damage("j/" + journal.id() + "/end");
    }

    assertThat(catalog.listed().whole())
        .extracting(row -> row.summary().phase())
        .containsExactly("Failed");
  }

  /// Turns one bit of an object.
  private void damage(String key) {
    byte[] bytes = store.read(key, 0, (int) store.stat(key).orElseThrow().size());
    bytes[bytes.length - 1] ^= 1;
    store.delete(key);
    assertThat(store.putIfAbsent(key, bytes)).isTrue();
  }

  /// Returns the run's id.
  private String commit(String name, String clusterUid, Instant started, long tree) {
    Root root = new Root(StoredBackup.labelOf(DATA), new BlobId(tree, 0, 0, 0));
    return SampleBackups.commit(vault, name, clusterUid, started, List.of(root));
  }
}
