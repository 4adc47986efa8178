package io.csdr.vault.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultPointTest {

  /// Passes `there` three times and returns normally; run in a process of its own.
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      FaultPoint.arm(System.getenv());
      for (int i = 0; i < 3; i++) {
        FaultPoint.pass("elsewhere");
        FaultPoint.pass("there");
      }
    }
  }

  @Test
  void theArmedPassKillsTheProcess() throws Exception {
    assertThat(run(Map.of("CSDR_FAULT", "there:3", "CSDR_TESTING", "1")))
        .isEqualTo(FaultPoint.EXIT_CODE);
  }

  @Test
  void laterPassesAreNotReached() throws Exception {
    assertThat(run(Map.of("CSDR_FAULT", "there:4", "CSDR_TESTING", "1"))).isZero();
  }

  @Test
  void outsideTestsNothingHappens() throws Exception {
    assertThat(run(Map.of("CSDR_FAULT", "there"))).isZero();
  }

  @Test
  void aPassNumberBelowOneIsRefused() {
    assertThatThrownBy(() -> FaultPoint.arm(Map.of("CSDR_FAULT", "there:0", "CSDR_TESTING", "1")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static int run(Map<String, String> environment) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName());
    builder.environment().keySet().removeIf(name -> name.startsWith("CSDR_"));
    builder.environment().putAll(environment);
    return builder.inheritIO().start().waitFor();
  }
}
