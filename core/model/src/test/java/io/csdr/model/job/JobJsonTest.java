package io.csdr.model.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobJsonTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void tasksComeBackAsTheyWere() {
    for (MoverTask task :
        List.of(
            new MoverTask.SaveVolume("/volume", false, null, "max", null),
            new MoverTask.SaveVolume("/dev/x", true, "ab", "none", 1_795_000_000_123L),
            new MoverTask.FillVolume("/volume", false, "cd", true))) {
      assertThat(JobJson.task(JobJson.write(task))).isEqualTo(task);
    }
    assertThat(
            JobJson.task(
                bytes("{\"task\":\"fill\",\"path\":\"/v\",\"root\":\"r\",\"allowDamage\":true}")))
        .isEqualTo(new MoverTask.FillVolume("/v", false, "r", true));
  }

  @Test
  void aTaskThatSaysMoreThanIsKnownIsRefused() {
    for (String json :
        List.of(
            "",
            "null",
            "[]",
            "{\"task\":\"wipe\",\"path\":\"/v\"}",
            "{\"task\":\"fill\",\"path\":\"/v\",\"root\":\"r\",\"owner\":5}")) {
      assertThatThrownBy(() -> JobJson.task(bytes(json)))
          .as(json)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void progressAndReportsMaySayMore() {
    assertThat(JobJson.progress(bytes("{\"entries\":3,\"speed\":9}")))
        .isEqualTo(new MoverProgress(3, 0, 0, 0, 0));
    MoverReport report =
        new MoverReport(
            "r",
            1,
            2,
            3,
            4,
            EntryLines.of(List.of("a: b")),
            EntryLines.of(List.of("e: f")),
            new EntryLines(70_000, List.of("c: d")),
            null);
    assertThat(JobJson.report(JobJson.write(report))).isEqualTo(report);
    assertThatThrownBy(() -> JobJson.report(bytes("null")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aReportThatCannotBeTrueIsRefused() {
    String lines = "{\"count\":1,\"lines\":[\"a: b\"]}";
    for (String problems :
        List.of("null", "[]", "{\"count\":0,\"lines\":[\"a: b\"]}", "{\"count\":1}")) {
      String json = "{\"root\":\"r\",\"skipped\":%s,\"unsteady\":%s,\"problems\":%s}";
      assertThat(JobJson.report(bytes(json.formatted(lines, lines, lines))).problems().count())
          .isOne();
      assertThatThrownBy(() -> JobJson.report(bytes(json.formatted(lines, lines, problems))))
          .as(problems)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
