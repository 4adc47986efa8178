package io.csdr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
  @TempDir Path folder;

  @Test
  void commandsComeWithTheirMeaning() {
    assertThat(CliRun.of("__complete", "vers"))
        .isEqualTo(new CliRun(0, "version\tPrint the version of this program\n:4\n", ""));
  }

  @Test
  void flagsOfTheCommandAndTheGlobalOnesAreOffered() {
    assertThat(CliRun.of("__complete", "version", "--no").out())
        .isEqualTo(
            "--no-headers\tWhen using the default or wide output format, don't print headers.\n:4\n");
    assertThat(CliRun.of("__complete", "version", "--kube").out()).startsWith("--kubeconfig\tPath");
  }

  @Test
  void valuesOfAFlagAreOfferedInBothSpellings() {
    assertThat(CliRun.of("__complete", "version", "--color", "a").out())
        .isEqualTo("auto\nalways\n:4\n");
    assertThat(CliRun.of("__complete", "version", "--color=n").out())
        .isEqualTo("--color=never\n:4\n");
  }

  @Test
  void filesAreLeftToTheShell() {
    assertThat(CliRun.of("__complete", "version", "--kubeconfig", "").out()).isEqualTo(":0\n");
  }

  @Test
  void valuesOfFlagsAreNotTakenForCommands() {
    assertThat(CliRun.of("__complete", "-n", "version", "comp").out()).startsWith("completion\t");
  }

  @Test
  void nonsenseHasNoCandidatesAndNoError() {
    assertThat(CliRun.of("__complete", "nonsense", "--wrong", ""))
        .isEqualTo(new CliRun(0, ":4\n", ""));
    assertThat(CliRun.of("__complete").exit()).isZero();
  }

  @Test
  void kubectlsShimCallsTheProgram() {
    assertThat(CliRun.of("completion", "kubectl").out())
        .startsWith("#!/bin/sh\n")
        .endsWith("exec kubectl-csdr __complete \"$@\"\n");
  }

  @Test
  void theBashScriptCompletesWordsThatBashBreaks() throws Exception {
    // A stand-in for the program that answers as __complete does and keeps what it was asked.
    Path program =
        script("kubectl-csdr", "printf '%s|' \"$@\" > asked; printf '%s\\n' --color=never :4");
    Files.writeString(folder.resolve("completion"), CliRun.of("completion", "bash").out());
    String test =
        """
        source ./completion
        COMP_LINE='./kubectl-csdr version --color=n'; COMP_POINT=${#COMP_LINE}
        COMP_WORDS=(./kubectl-csdr version --color = n); COMP_CWORD=4
        _kubectl_csdr
        printf '%s\\n' "${COMPREPLY[@]}"
        """;

    assertThat(bash(test)).isEqualTo("never\n");
    assertThat(Files.readString(folder.resolve("asked")))
        .isEqualTo("__complete|version|--color=n|");
    assertThat(program).exists();
  }

  private Path script(String name, String body) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private String bash(String text) throws IOException, InterruptedException {
    Process bash =
        new ProcessBuilder("bash", "-c", text)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
