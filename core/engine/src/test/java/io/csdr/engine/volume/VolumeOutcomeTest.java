package io.csdr.engine.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.volume.VolumeOutcome.Method;
import io.csdr.model.Consistency;
import io.csdr.model.PvcRef;
import io.csdr.model.Verdict;
import io.csdr.model.job.EntryLines;
import io.csdr.model.job.MoverReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class VolumeOutcomeTest {
  private static final PvcRef CLAIM = new PvcRef("shop", "data");
  private static final EntryLines CHANGED = new EntryLines(70_000, List.of("log: changed"));

  private static MoverReport report(EntryLines unsteady, EntryLines problems) {
    return new MoverReport("a".repeat(64), 9, 8, 7, 6, EntryLines.NONE, unsteady, problems, null);
  }

  private static VolumeOutcome outcome(Consistency consistency, MoverReport report) {
    return VolumeOutcome.reported(CLAIM, Method.COPY, consistency, report, List.of("first"));
  }

  private static String failure(VolumeOutcome outcome) {
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Failed.class);
    return ((Verdict.Failed) outcome.verdict()).failure().message();
  }

  @Test
  void filesThatChangeUnderALiveCopyAreSavedWithAWarning() {
    VolumeOutcome outcome = outcome(Consistency.LIVE, report(CHANGED, EntryLines.NONE));

    assertThat(outcome.verdict()).isEqualTo(new Verdict.Saved());
    assertThat(outcome.consistency()).isEqualTo(Consistency.LIVE);
    assertThat(outcome.warnings())
        .containsExactly(
            "first",
            "70000 files did not hold still, the first: log: changed; all: kubectl csdr describe"
                + " BACKUP --details");
  }

  @Test
  void inAVolumeThatNobodyCouldChangeTheyAreAFailure() {
    VolumeOutcome outcome =
        outcome(Consistency.CRASH, report(CHANGED, EntryLines.of(List.of("a: no rights"))));

    assertThat(failure(outcome))
        .isEqualTo("70001 entries could not be saved as they are, the first: a: no rights");
    assertThat(outcome.warnings()).containsExactly("first");
    assertThat(outcome.report())
        .isEqualTo(
            report(
                EntryLines.NONE, new EntryLines(70_001, List.of("a: no rights", "log: changed"))));
  }

  @Test
  void whatALiveCopyCannotReadIsAFailure() {
    VolumeOutcome outcome =
        outcome(Consistency.LIVE, report(EntryLines.NONE, new EntryLines(61_234, List.of("a: b"))));

    assertThat(failure(outcome)).startsWith("61234 entries could not be saved as they are");
  }

  @Test
  void aCountWithoutALineIsTold() {
    VolumeOutcome outcome =
        outcome(Consistency.CRASH, report(EntryLines.NONE, new EntryLines(3, List.of())));

    assertThat(failure(outcome)).isEqualTo("3 entries could not be saved as they are");
  }
}
