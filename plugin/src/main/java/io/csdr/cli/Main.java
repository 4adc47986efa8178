package io.csdr.cli;

import io.csdr.cli.env.Environment;
import io.csdr.cli.term.Terminal;
import io.csdr.cli.term.Ttys;
import io.csdr.vault.fault.FaultPoint;
import java.util.Map;

/// The entry of `kubectl-csdr`.
public final class Main {
  private Main() {}

  /// Runs one command and exits with its code.
  public static void main(String[] words) {
    FaultPoint.arm(System.getenv());
    Terminal terminal = Terminal.system(Ttys.of(System.getProperty("csdr.tty")));
    int code = run(System.getenv(), terminal, words);
    // Everything is written and closed; an orderly exit would first start up the logging framework.
    Runtime.getRuntime().halt(code);
  }

  static int run(Map<String, String> variables, Terminal terminal, String... words) {
    return new Cli(Environment.of(variables), terminal).run(words);
  }
}
