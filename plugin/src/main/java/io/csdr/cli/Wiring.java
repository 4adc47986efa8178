package io.csdr.cli;

import io.csdr.cli.command.CompleteCommand;
import io.csdr.cli.command.CompletionCommand;
import io.csdr.cli.command.OptionsCommand;
import io.csdr.cli.command.Shell;
import io.csdr.cli.command.VersionCommand;
import io.csdr.cli.env.Environment;
import io.csdr.cli.flag.GlobalFlags;
import io.csdr.cli.term.Terminal;
import java.util.List;
import picocli.CommandLine;

/// Builds the program out of its parts.
final class Wiring {
  private Wiring() {}

  /// The command line with all commands, for one use.
  static CommandLine commandLine(Environment environment, Terminal terminal) {
    GlobalFlags flags = new GlobalFlags();
    Shell shell = new Shell(environment, terminal, flags);
    return new CommandLine(new RootCommand(flags))
        .addSubcommand(new CompleteCommand(shell, (_, _, _) -> List.of()))
        .addSubcommand(new CompletionCommand(shell))
        .addSubcommand(new OptionsCommand(shell))
        .addSubcommand(new VersionCommand(shell));
  }
}
