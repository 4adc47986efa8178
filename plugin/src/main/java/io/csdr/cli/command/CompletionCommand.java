package io.csdr.cli.command;

import io.csdr.cli.outcome.CliException;
import io.csdr.cli.outcome.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `completion SHELL`.
@Command(
    name = "completion",
    header = "Output shell completion code for the specified shell (bash, zsh, fish, kubectl)",
    description = {
      "Output shell completion code for the program kubectl-csdr, or the shim that lets kubectl",
      "itself complete 'kubectl csdr'. The shim has to be on the PATH under the name",
      "kubectl_complete-csdr."
    },
    footer = {
      "  # Let kubectl complete 'kubectl csdr' (with kubectl's own completion in place)",
      "  kubectl csdr completion kubectl > /usr/local/bin/kubectl_complete-csdr",
      "  chmod +x /usr/local/bin/kubectl_complete-csdr",
      "",
      "  # Complete the program kubectl-csdr in this bash",
      "  source <(kubectl csdr completion bash)"
    },
    customSynopsis = "SHELL")
public final class CompletionCommand implements Callable<Integer> {
  private static final List<String> SHELLS = List.of("bash", "zsh", "fish", "kubectl");

  @Parameters(index = "0", paramLabel = "SHELL", completionCandidates = Shells.class)
  private String target = "";

  private final Shell shell;

  public CompletionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (!SHELLS.contains(target)) {
      throw CliException.usage(
          "unsupported shell type \"" + target + "\"", "one of: " + String.join(", ", SHELLS));
    }
    try (InputStream script = CompletionCommand.class.getResourceAsStream("completion." + target)) {
      if (script == null) {
        throw new IllegalStateException("no script for " + target);
      }
      shell.terminal().out().print(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the script for " + target, e);
    }
    return ExitCode.DONE.number();
  }

  /// The shells, for completion.
  static final class Shells extends java.util.ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Shells() {
      super(SHELLS);
    }
  }
}
