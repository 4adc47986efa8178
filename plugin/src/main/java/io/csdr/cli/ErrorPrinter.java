package io.csdr.cli;

import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.term.Terminal;
import io.csdr.cli.text.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Turns whatever went wrong into one line on standard error and an exit code.
final class ErrorPrinter {
  /// From this verbosity on, stack traces are shown.
  static final int STACK_TRACES = 4;

  private final Terminal terminal;

  ErrorPrinter(Terminal terminal) {
    this.terminal = terminal;
  }

  /// A command line that could not be parsed.
  ExitCode usage(ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    terminal.error(message(e));
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      suggest(unmatched.getSuggestions());
    }
    terminal.say("See '" + command.qualifiedName() + " -h' for help and examples");
    return ExitCode.USAGE;
  }

  /// A command that ended with an exception.
  ExitCode print(Throwable e, int verbosity) {
    ErrorText told = ErrorText.of(e);
    String text = SafeText.of(told.text());
    if (told.fromServer()) {
      terminal.say(text);
    } else {
      terminal.error(text);
    }
    if (verbosity >= STACK_TRACES) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace, true));
      terminal.say(trace.toString().stripTrailing());
    }
    return told.code();
  }

  /// A result that did not arrive. A reader that went away (`| head`) needs no message.
  int unwritten(IOException e, int code) {
    String text = text(e);
    if (!text.contains("Broken pipe")) {
      terminal.error("the result could not be written to standard output: " + text);
    }
    return code == ExitCode.DONE.number() ? ExitCode.FAILED.number() : code;
  }

  private void suggest(List<String> suggestions) {
    if (!suggestions.isEmpty()) {
      terminal.say("Did you mean this?\n    " + String.join("\n    ", suggestions));
    }
  }

  private static String message(ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      String text = text(e);
      return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
    String first = unmatched.getUnmatched().getFirst();
    if (unmatched.isUnknownOption()) {
      return "unknown flag: " + first;
    }
    return command.subcommands().isEmpty()
        ? "unexpected argument \"" + first + "\" for \"" + command.qualifiedName() + "\""
        : "unknown command \"" + first + "\" for \"" + command.qualifiedName() + "\"";
  }

  private static String text(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message.strip();
  }
}
