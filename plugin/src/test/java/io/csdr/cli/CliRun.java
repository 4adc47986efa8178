package io.csdr.cli;

import io.csdr.cli.env.Environment;
import io.csdr.cli.term.Terminal;
import io.csdr.cli.term.Ttys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// What one command printed and how it ended.
public record CliRun(int exit, String out, String err) {
  /// Runs a command in an environment without variables and files.
  public static CliRun of(String... words) {
    return in(new Environment(Map.of(), Path.of("/nonexistent"), Path.of("/")), words);
  }

  /// Runs a command whose standard streams are no terminals.
  public static CliRun in(Environment environment, String... words) {
    return typing(environment, Ttys.NONE, "", words);
  }

  /// Runs a command while somebody types `input`.
  public static CliRun typing(Environment environment, Ttys ttys, String input, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, err, ttys);
    int exit = new Cli(environment, terminal).run(words);
    return new CliRun(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
