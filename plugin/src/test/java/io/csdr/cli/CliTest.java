package io.csdr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.cli.env.Environment;
import io.csdr.cli.term.Terminal;
import io.csdr.cli.term.Ttys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CliTest {
  private static final Environment NOWHERE =
      new Environment(Map.of(), Path.of("/nonexistent"), Path.of("/"));

  @Test
  void helpGoesToStandardOutputAndNamesTheProgramAsUsersTypeIt() {
    CliRun run = CliRun.of("--help");

    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("kubectl csdr saves Kubernetes applications")
        .contains("Other Commands:\n  version ")
        .endsWith(
            """
            Usage:
              kubectl csdr COMMAND [options]

            Use "kubectl csdr COMMAND --help" for more information about a given command.
            Use "kubectl csdr options" for a list of global command-line options (applies to all commands).
            """);
  }

  @Test
  void aCommandsHelpShowsItsOwnFlagsOnly() {
    assertThat(CliRun.of("version", "-h").out())
        .isEqualTo(
            """
            Print the version of this program

            Examples:
              # Print the version
              kubectl csdr version

              # Print only the image that movers run
              kubectl csdr version -o jsonpath='{.image}'

            Options:
                --no-headers=false:
                    When using the default or wide output format, don't print headers.

                -o, --output='':
                    Output format. One of: (json, yaml, name, wide, jsonpath=TEMPLATE).

            Usage:
              kubectl csdr version [options]

            Use "kubectl csdr options" for a list of global command-line options (applies to all commands).
            """);
  }

  @Test
  void everyCommandStandsUnderExactlyOneHeading() {
    CommandLine line =
        Wiring.commandLine(
            NOWHERE, new Terminal(InputStream.nullInputStream(), null_(), null_(), Ttys.NONE));
    List<String> visible = new ArrayList<>();
    line.getSubcommands()
        .forEach((name, command) -> {
          if (!command.getCommandSpec().usageMessage().hidden()
              && command.getCommandName().equals(name)) {
            visible.add(name);
          }
        });

    List<String> listed = RootCommand.groups().values().stream().flatMap(List::stream).toList();
    assertThat(listed).containsExactlyInAnyOrderElementsOf(visible);
  }

  @Test
  void everyFlagOfKubectlsConnectionIsAcceptedBehindTheCommand() {
    CliRun run =
        CliRun.of(
            "version",
            "--kubeconfig=a",
            "--context=b",
            "--cluster=c",
            "--user=d",
            "-s=e",
            "--server=e",
            "--token=f",
            "--as=g",
            "--as-group=h",
            "--as-group=i",
            "--as-uid=j",
            "--request-timeout=5s",
            "--certificate-authority=k",
            "--client-certificate=l",
            "--client-key=m",
            "--insecure-skip-tls-verify",
            "--tls-server-name=n",
            "--cache-dir=o",
            "-n=p",
            "-np",
            "-v=1",
            "-v",
            "2",
            "--v=3",
            "--namespace=p",
            "-o",
            "jsonpath={.image}");

    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.out()).startsWith("localhost/csdr:");
  }

  @Test
  void aFlagWhoseValueMayBeLeftOutDoesNotTakeTheNextWord() {
    assertThat(CliRun.of("--insecure-skip-tls-verify", "version").exit()).isZero();
    assertThat(CliRun.of("version", "--no-headers=false").exit()).isZero();
    assertThat(CliRun.of("version", "--no-headers", "false").err())
        .startsWith("error: unexpected argument \"false\" for \"kubectl csdr version\"\n");
  }

  @Test
  void wrongCommandLinesExitWithTwoAndOneLine() {
    assertThat(CliRun.of("xyzzy"))
        .isEqualTo(
            new CliRun(
                2,
                "",
                """
                error: unknown command "xyzzy" for "kubectl csdr"
                See 'kubectl csdr -h' for help and examples
                """));
    assertThat(CliRun.of("version", "--frobnicate"))
        .isEqualTo(
            new CliRun(
                2,
                "",
                """
                error: unknown flag: --frobnicate
                See 'kubectl csdr version -h' for help and examples
                """));
    assertThat(CliRun.of("version", "--color=pink"))
        .isEqualTo(
            new CliRun(
                2,
                "",
                """
                error: invalid value for option '--color': 'pink' is none of auto, always, never
                See 'kubectl csdr version -h' for help and examples
                """));
    assertThat(CliRun.of("version", "-o", "xml"))
        .isEqualTo(
            new CliRun(
                2,
                "",
                "error: unable to match a printer suitable for the output format \"xml\" — allowed"
                    + " formats are: json, yaml, name, wide, jsonpath=TEMPLATE\n"));
  }

  @Test
  void nearMissesAreSuggested() {
    assertThat(CliRun.of("versoin").err()).contains("Did you mean this?\n    version\n");
  }

  @Test
  void colourMarksErrorsOnATerminalOnly() {
    Ttys all = new Ttys(true, true, true);
    Environment plain = NOWHERE;
    Environment noColour =
        new Environment(Map.of("NO_COLOR", "1"), plain.home(), plain.directory());

    assertThat(CliRun.typing(plain, all, "", "nope").err()).contains("\u001b[31merror:\u001b[0m");
    assertThat(CliRun.typing(noColour, all, "", "nope").err()).doesNotContain("\u001b[");
    assertThat(CliRun.in(plain, "version", "-o", "xml", "--color=always").err())
        .startsWith("\u001b[31merror:\u001b[0m");
  }

  @Test
  void resultsThatCannotBeWrittenAreAFailure() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    Terminal terminal = new Terminal(InputStream.nullInputStream(), full, err, Ttys.NONE);

    assertThat(new Cli(NOWHERE, terminal).run("version")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "error: the result could not be written to standard output: No space left on device\n");
  }

  private static OutputStream null_() {
    return OutputStream.nullOutputStream();
  }
}
