package io.csdr.cli.term;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.model.ProgressEvent;
import io.csdr.model.PvcRef;
import io.csdr.model.job.MoverProgress;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final PvcRef DATA = new PvcRef("shop", "data");
  private static final PvcRef LOGS = new PvcRef("shop", "logs");
  private static final long MIB = 1 << 20;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicLong clock = new AtomicLong();

  @Test
  void theLineTellsBytesRateAndTimeLeft() {
    try (ProgressLine line = new ProgressLine(terminal(true), clock::get)) {
      line.on(new ProgressEvent.Step("capturing 2 volumes"));
      assertThat(line.text()).isEqualTo("0s  capturing 2 volumes");

      moved(line, DATA, 10 * MIB, 100 * MIB);
      moved(line, LOGS, 0, 100 * MIB);
      assertThat(line.text()).isEqualTo("0s  capturing 2 volumes  2 moving  10.0MiB/200.0MiB");

      clock.addAndGet(Duration.ofSeconds(10).toNanos());
      moved(line, DATA, 60 * MIB, 100 * MIB);
      moved(line, LOGS, 50 * MIB, 100 * MIB);
      assertThat(line.text())
          .isEqualTo("10s  capturing 2 volumes  2 moving  110.0MiB/200.0MiB  10.0MiB/s  9s left");

      line.on(new ProgressEvent.VolumeDone(LOGS, "snapshot, crash"));
      assertThat(line.text()).contains("  1 moving  ");
      line.on(new ProgressEvent.VolumeDone(DATA, "snapshot, crash"));
      assertThat(line.text()).isEqualTo("10s  capturing 2 volumes");
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("volume shop/logs: snapshot, crash")
        .endsWith("\r\u001b[K");
  }

  @Test
  void aRateNeedsAFewSeconds() {
    try (ProgressLine line = new ProgressLine(terminal(true), clock::get)) {
      moved(line, DATA, 1, 100 * MIB);
      clock.addAndGet(Duration.ofSeconds(1).toNanos());
      moved(line, DATA, MIB, 100 * MIB);

      assertThat(line.text()).endsWith("1 moving  1.0MiB/100.0MiB");
    }
  }

  @Test
  void elsewhereThereArePlainLinesAndNotMany() {
    try (ProgressLog log = new ProgressLog(terminal(false), clock::get)) {
      log.on(new ProgressEvent.Step("capturing objects"));
      for (int second = 0; second < 70; second++) {
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        moved(log, DATA, second * MIB, 100 * MIB);
      }
      log.on(new ProgressEvent.Warning("bell \u0007"));
      log.on(new ProgressEvent.VolumeDone(DATA, "copy, live"));
    }

    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "capturing objects",
            "1 moving  59.0MiB/100.0MiB  1.0MiB/s  41s left",
            "warning: bell \\x07",
            "volume shop/data: copy, live");
  }

  private void moved(Progress progress, PvcRef claim, long bytes, long total) {
    progress.on(new ProgressEvent.Volume(claim, new MoverProgress(0, bytes, 0, total, 0)));
  }

  private Terminal terminal(boolean tty) {
    return new Terminal(
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        err,
        new Ttys(false, false, tty));
  }
}
