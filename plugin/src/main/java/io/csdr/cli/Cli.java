package io.csdr.cli;

import io.csdr.cli.command.CompleteCommand;
import io.csdr.cli.env.Environment;
import io.csdr.cli.flag.Choice;
import io.csdr.cli.help.HelpPage;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.term.ColourMode;
import io.csdr.cli.term.Terminal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// Runs one command line and tells its exit code.
public final class Cli {
  private final Environment environment;
  private final Terminal terminal;

  public Cli(Environment environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  /// Runs the command that the words make; never throws.
  public int run(String... words) {
    terminal.errStyle(ColourMode.AUTO.style(environment, terminal.ttys().err()));
    ErrorPrinter errors = new ErrorPrinter(terminal);
    int code;
    try {
      code = execute(errors, words);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      code = errors.print(e, 0).number();
    }
    Optional<IOException> unwritten = terminal.finish();
    return unwritten.isEmpty() ? code : errors.unwritten(unwritten.get(), code);
  }

  private int execute(ErrorPrinter errors, String... words) {
    CommandLine line = Wiring.commandLine(environment, terminal);
    line.setInterpolateVariables(false);
    line.setOverwrittenOptionsAllowed(true);
    line.registerConverter(ColourMode.class, new Choice<>(ColourMode.class));
    line.setParameterExceptionHandler((e, _) -> errors.usage(e).number());
    line.setExecutionExceptionHandler(
        (e, command, _) -> errors.print(e, verbosity(command)).number());
    line.setExecutionStrategy(this::execute);
    return line.execute(verbatim(words));
  }

  private int execute(ParseResult parsed) {
    RootCommand root = (RootCommand) parsed.commandSpec().userObject();
    terminal.errStyle(root.flags.colour().style(environment, terminal.ttys().err()));
    List<CommandLine> commands = parsed.asCommandLineList();
    CommandLine last = commands.getLast();
    boolean help = commands.stream().anyMatch(CommandLine::isUsageHelpRequested);
    boolean runnable = last.getCommandSpec().userObject() instanceof Callable;
    if (help || !runnable) {
      terminal.out().print(new HelpPage(RootCommand.groups()).of(last.getCommandSpec()));
      return ExitCode.DONE.number();
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /// What a user is typing is not to be parsed, only to be looked at.
  private static String[] verbatim(String... words) {
    if (words.length == 0 || !words[0].equals(CompleteCommand.NAME)) {
      return words;
    }
    List<String> more = new ArrayList<>(List.of(words));
    more.add(1, "--");
    return more.toArray(String[]::new);
  }

  private static int verbosity(@Nullable CommandLine command) {
    return command != null
            && command.getCommandSpec().root().userObject() instanceof RootCommand root
        ? root.flags.verbosity()
        : 0;
  }
}
