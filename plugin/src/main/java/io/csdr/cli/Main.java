package io.csdr.cli;

import io.csdr.cli.env.Environment;
import io.csdr.cli.term.Terminal;
import io.csdr.cli.term.Ttys;

/// The entry of `kubectl-csdr`.
public final class Main {
  private Main() {}

  /// Runs one command and exits with its code.
  public static void main(String[] words) {
    Terminal terminal = Terminal.system(Ttys.of(System.getProperty("csdr.tty")));
    System.exit(new Cli(Environment.of(System.getenv()), terminal).run(words));
  }
}
