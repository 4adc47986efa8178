package io.csdr.cli.command;

import io.csdr.cli.help.HelpPage;
import io.csdr.cli.outcome.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `options`.
@Command(
    name = "options",
    header = "Print the list of flags inherited by all commands",
    footer = {"  # Print flags inherited by all commands", "  kubectl csdr options"})
public final class OptionsCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  private final Shell shell;

  public OptionsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("not called by a command line");
    }
    shell.terminal().out().print(HelpPage.options(spec.root()));
    return ExitCode.DONE.number();
  }
}
