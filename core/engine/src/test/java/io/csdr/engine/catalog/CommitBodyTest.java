package io.csdr.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.engine.journal.RunJournal;
import io.csdr.model.PvcRef;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.model.api.ApplicationBackup.VolumeStatus;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.codec.Level;
import io.csdr.vault.commit.Body;
import io.csdr.vault.commit.CommitDraft;
import io.csdr.vault.commit.Root;
import io.csdr.vault.tree.TreeBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommitBodyTest {
  private final Vault vault = SampleBackups.vault();

  @Test
  void aSmallRecordIsInTheCommit() {
    assertThat(body(volumes(1))).isInstanceOf(Body.Inline.class);
  }

  /// As many volumes as a cluster may ever have, with the longest names that Kubernetes allows; every third
  /// failed for a long reason.
  @Test
  void aBackupOfTwentyThousandVolumesComesBackWhole() {
    ApplicationBackup backup = SampleBackups.resource("big", volumes(20_000));
    List<Root> roots =
        backup.status().volumes().stream()
            .map(volume -> new PvcRef(volume.namespace(), volume.pvc()))
            .map(claim ->
                new Root(StoredBackup.labelOf(claim), new BlobId(claim.hashCode(), 0, 0, 0)))
            .toList();

    commit("big", CommitBody.of(backup, vault.writer(Level.FAST)), roots);

    StoredBackup stored = new Catalog(vault).open("big");
    assertThat(stored.resource()).isEqualTo(backup);
    assertThat(stored.header().roots()).isEqualTo(roots);
    assertThat(new Catalog(vault).listed().damaged()).isEmpty();
  }

  @Test
  void aTreeThatHoldsNoRecordIsSaidToBeDamaged() {
    BlobWriter writer = vault.writer(Level.FAST);
    TreeBuilder tree = new TreeBuilder(writer);
    tree.add("other.json", new byte[0]);
    Body body = new Body.Stored(tree.finish().id());
    writer.flush();
    commit("forged", body, List.of());

    assertThatThrownBy(() -> new Catalog(vault).open("forged"))
        .isInstanceOf(VaultException.Corrupt.class)
        .hasMessageContaining("does not hold a record");
  }

  private void commit(String name, Body body, List<Root> roots) {
    try (RunJournal journal = RunJournal.start(vault, Catalog.BACKUP, name, "uid", Map.of())) {
      vault.commit(
          journal.run(),
          new CommitDraft(
              name,
              "uid",
              List.of(),
              SampleBackups.START,
              SampleBackups.START,
              roots,
              ResourceJson.write(new BackupSummary("Completed", null, 1, 0, 1, 1, 1, null)),
              body));
    }
  }

  private Body body(List<VolumeStatus> volumes) {
    return CommitBody.of(SampleBackups.resource("b", volumes), vault.writer(Level.FAST));
  }

  private static List<VolumeStatus> volumes(int count) {
    return IntStream.range(0, count).mapToObj(CommitBodyTest::volume).toList();
  }

  private static VolumeStatus volume(int number) {
    String namespace = "n".repeat(57) + "%06d".formatted(number);
    String claim = "c".repeat(247) + "%06d".formatted(number);
    boolean failed = number % 3 == 0;
    return new VolumeStatus(
        namespace,
        claim,
        "copy",
        failed ? null : "live",
        failed ? "failed" : "saved",
        failed ? "e".repeat(512) : null,
        0,
        0,
        null);
  }
}
