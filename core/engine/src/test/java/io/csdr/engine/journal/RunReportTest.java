package io.csdr.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.vault.Vault;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunReportTest {
  private final Vault vault = RunJournalTest.newVault();

  @Test
  void aReportOfAnyLengthComesBackWhole() {
    byte[] report = new byte[3 << 20];
    new Random(1).nextBytes(report);
    try (RunJournal journal = RunJournal.start(vault, "restore", "r", "uid", Map.of())) {
      RunJournal.cancel(vault, journal.run());
      RunReport.write(vault, journal.run(), report);
      RunReport.write(vault, journal.run(), report);

      assertThat(RunReport.read(vault, journal.run())).hasValue(report);
    }
  }

  @Test
  void aRunWithoutAReportHasNone() {
    try (RunJournal journal = RunJournal.start(vault, "restore", "r", "uid", Map.of())) {
      RunJournal.cancel(vault, journal.run());

      assertThat(RunReport.read(vault, journal.run())).isEmpty();
    }
  }
}
