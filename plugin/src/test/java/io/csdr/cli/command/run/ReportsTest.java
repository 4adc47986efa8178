package io.csdr.cli.command.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.cli.SampleVault;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.print.OutputFormat;
import io.csdr.cli.term.Terminal;
import io.csdr.cli.term.Ttys;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReportsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aRestoreWhoseWorkloadsAreLateHasTimedOut() {
    assertThat(restore(2, 2)).isEqualTo(ExitCode.TIMED_OUT);
    assertThat(text(out)).contains("/r timed out: ");
    assertThat(text(err)).contains("timed out waiting for 2 workloads");
  }

  @Test
  void anyOtherFailureMakesItPartial() {
    assertThat(restore(3, 2)).isEqualTo(ExitCode.PARTIAL);
    assertThat(text(out)).contains("/r partially failed: ");
    assertThat(text(err)).doesNotContain("timed out");
  }

  @Test
  void aWholeOneIsDone() {
    assertThat(restore(0, 0)).isEqualTo(ExitCode.DONE);
    assertThat(text(err)).isEmpty();
  }

  private ExitCode restore(int failures, int late) {
    Terminal terminal = new Terminal(InputStream.nullInputStream(), out, err, Ttys.NONE);
    ExitCode code =
        new Reports(terminal)
            .restore(SampleVault.restore("r", failures, late), new OutputFormat.Table(false));
    terminal.finish();
    return code;
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
