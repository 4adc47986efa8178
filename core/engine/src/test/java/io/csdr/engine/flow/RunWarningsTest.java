package io.csdr.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.catalog.SampleBackups;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.journal.RunJournal;
import io.csdr.model.Phase;
import io.csdr.model.ProgressEvent;
import io.csdr.model.Selection;
import io.csdr.model.VolumeMode;
import io.csdr.model.job.EntryLines;
import io.csdr.model.request.BackupRequest;
import io.csdr.model.request.Filters;
import io.csdr.model.request.ImageSource;
import io.csdr.testing.store.FaultyStore;
import io.csdr.vault.Vault;
import io.csdr.vault.store.MemoryStore;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What flows warn of and go on.
class RunWarningsTest {
  @TempDir Path temporary;

  private final FaultyStore store = new FaultyStore(new MemoryStore());
  private final Vault vault = SampleBackups.vault(store);
  private final List<ProgressEvent> told = new ArrayList<>();

  /// Nobody talks to it.
  private final Cluster cluster =
      Cluster.connect(new ConfigBuilder().withMasterUrl("https://127.0.0.1:1").build());

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aDamagedRunDoesNotKeepTheNextOneFromStarting() throws Exception {
    try (RunJournal journal = RunJournal.start(vault, Catalog.BACKUP, "b", "uid", Map.of())) {
      journal.end(Phase.FAILED, "no room");
      store.flipBit(journal.run().place() + "/00000000", 300);
    }

    assertThat(new Housekeeping(site()).takeOver(Catalog.BACKUP, "b", "uid")).isEmpty();
    assertThat(told).singleElement().asString().contains("passing over a damaged run: j/");
  }

  @Test
  void whatAMoverLeftOutIsToldOnce() {
    BackupRequest request =
        new BackupRequest(
            "b",
            new Selection.Namespaces(List.of("shop")),
            Filters.NONE,
            VolumeMode.AUTO,
            null,
            1,
            Duration.ofHours(1),
            "balanced",
            new ImageSource("localhost/none:1", null));
    try (RunJournal journal = RunJournal.start(vault, Catalog.BACKUP, "b", "uid", request)) {
      VolumeStage stage = new VolumeStage(site(), request, journal);
      stage.tellSkipped(SampleBackups.DATA, EntryLines.NONE);
      assertThat(told).isEmpty();

      stage.tellSkipped(
          SampleBackups.DATA, new EntryLines(61_234, List.of("run/socket: a socket", "run/other")));
    }
    assertThat(told)
        .singleElement()
        .isInstanceOf(ProgressEvent.Warning.class)
        .asString()
        .contains("shop/data: 61234 entries were left out", "run/socket", "describe b --details");
  }

  private Site site() {
    return new Site(cluster, vault, "test", temporary, told::add);
  }
}
