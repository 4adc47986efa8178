package io.csdr.engine.volume.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.model.job.EntryLines;
import io.csdr.model.job.JobJson;
import io.csdr.model.job.MoverProgress;
import io.csdr.model.job.MoverReport;
import io.csdr.model.job.MoverTask;
import io.csdr.vault.CreateOptions;
import io.csdr.vault.Vault;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.PackKeys;
import io.csdr.vault.key.Purpose;
import io.csdr.vault.pack.PackId;
import io.csdr.vault.store.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MoverDeskTest {
  private final CreateOptions options = CreateOptions.standard();
  private final Vault vault =
      Vault.create(new MemoryStore(), options, KeyFile.random(options.id()), "test");
  private final List<MoverProgress> told = new ArrayList<>();
  private final MoverTask task = new MoverTask.SaveVolume("/volume", false, null, "fast", null);
  private final MoverDesk desk = new MoverDesk(vault, task, told::add);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theMoverStartsWithItsTaskAndKeys() {
    assertThat(JobJson.task(desk.start().task())).isEqualTo(task);
    assertThat(desk.start().suite()).isEqualTo(vault.suite());
    assertThat(desk.start().grant().vault()).isEqualTo(vault.id());
  }

  @Test
  void packKeysAreTheVaultsOrRefused() {
    PackId pack = PackId.random();
    assertThat(desk.key(pack, 1, Purpose.WRITE))
        .isEqualTo(vault.keys().key(pack, 1, Purpose.WRITE));
    assertThatThrownBy(() -> desk.key(pack, 1, Purpose.READ))
        .isInstanceOf(PackKeys.PackDenied.class);
  }

  @Test
  void progressThatMakesNoSenseIsPassedOver() {
    desk.progress(bytes("{"));
    desk.progress(bytes("null"));
    desk.progress(JobJson.write(new MoverProgress(1, 2, 3, 4, 5)));
    assertThat(told).containsExactly(new MoverProgress(1, 2, 3, 4, 5));
  }

  @Test
  void aReportIsBounded() {
    String longLine = "x".repeat(10_000);
    EntryLines large = new EntryLines(9_000_000, Collections.nCopies(3_000, longLine));
    EntryLines many = EntryLines.of(Collections.nCopies(60_000, "x: y"));
    desk.report(
        JobJson.write(new MoverReport("a".repeat(64), 1, 2, 3, 4, large, many, many, longLine)));
    MoverReport report = desk.report().orElseThrow();
    assertThat(report.root()).isEqualTo("a".repeat(64));
    assertThat(report.skipped().count()).isEqualTo(9_000_000);
    assertThat(report.skipped().lines())
        .hasSizeBetween(1_000, 1_024)
        .allMatch(line -> line.length() < 4_200);
    assertThat(report.unsteady().lines()).hasSize(50_000);
    assertThat(report.problems().count()).isEqualTo(60_000);
    assertThat(report.problems().lines()).hasSize(50_000);
    assertThat(report.error()).hasSizeLessThan(4_200);
  }

  @Test
  void aReportWhoseRootIsNoIdIsRefused() {
    byte[] forged =
        JobJson.write(
            new MoverReport(
                "../../etc", 1, 2, 3, 4, EntryLines.NONE, EntryLines.NONE, EntryLines.NONE, null));
    assertThatThrownBy(() -> desk.report(forged)).isInstanceOf(IllegalArgumentException.class);
    assertThat(desk.report()).isEmpty();
  }
}
