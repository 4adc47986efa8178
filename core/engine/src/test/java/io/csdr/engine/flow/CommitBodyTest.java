package io.csdr.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.catalog.SampleBackups;
import io.csdr.engine.journal.RunJournal;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.model.api.ApplicationBackup.VolumeStatus;
import io.csdr.vault.Vault;
import io.csdr.vault.codec.Level;
import io.csdr.vault.commit.Body;
import io.csdr.vault.commit.CommitDraft;
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

  @Test
  void aRecordOfManyVolumesComesBackWhole() {
    ApplicationBackup backup = SampleBackups.resource("big", volumes(5_000));
    Body body = CommitBody.of(backup, vault.writer(Level.FAST));

    assertThat(body).isInstanceOf(Body.Stored.class);
    try (RunJournal journal = RunJournal.start(vault, Catalog.BACKUP, "big", "uid", Map.of())) {
      vault.commit(
          journal.run(),
          new CommitDraft(
              "big",
              "uid",
              List.of(),
              SampleBackups.START,
              SampleBackups.START,
              List.of(),
              new byte[0],
              body));
    }
    assertThat(new Catalog(vault).open("big").resource()).isEqualTo(backup);
  }

  private Body body(List<VolumeStatus> volumes) {
    return CommitBody.of(SampleBackups.resource("b", volumes), vault.writer(Level.FAST));
  }

  private static List<VolumeStatus> volumes(int count) {
    return IntStream.range(0, count)
        .mapToObj(n ->
            new VolumeStatus(
                "shop", "data-" + n, "copy", null, "failed", "e".repeat(512), 0, 0, null))
        .toList();
  }
}
