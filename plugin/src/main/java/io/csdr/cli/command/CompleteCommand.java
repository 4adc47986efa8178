package io.csdr.cli.command;

import io.csdr.cli.complete.Completer;
import io.csdr.cli.outcome.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `__complete WORD...`, which kubectl and the completion scripts call.
@Command(name = CompleteCommand.NAME, hidden = true)
public final class CompleteCommand implements Callable<Integer> {
  /// Cobra's name for it, which kubectl's shims expect.
  public static final String NAME = "__complete";

  @Spec private @Nullable CommandSpec spec;

  @Parameters private List<String> words = new ArrayList<>();

  private final Shell shell;

  public CompleteCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("not called by a command line");
    }
    shell
        .terminal()
        .out()
        .print(new Completer(new ShellValues(shell, words)).complete(spec.root(), words).lines());
    return ExitCode.DONE.number();
  }
}
