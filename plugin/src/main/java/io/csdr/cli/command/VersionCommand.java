package io.csdr.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.cli.flag.OutputFlags;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.print.OutputFormat;
import io.csdr.cli.print.View;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `version`.
@Command(
    name = "version",
    header = "Print the version of this program",
    footer = {
      "  # Print the version",
      "  kubectl csdr version",
      "",
      "  # Print only the image that movers run",
      "  kubectl csdr version -o jsonpath='{.image}'"
    })
public final class VersionCommand implements Callable<Integer> {
  @Mixin private OutputFlags output = new OutputFlags();

  private final Shell shell;

  public VersionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    ProgramVersion version = ProgramVersion.read();
    if (output.format() instanceof OutputFormat.Table) {
      PrintStream out = shell.terminal().out();
      out.println("Client Version: " + version.version());
      out.println("Mover Image: " + version.image());
      out.println("Java Runtime: " + Runtime.version());
    } else {
      View<ProgramVersion> view =
          new View<>(List.of(), VersionCommand::tree, item -> "csdr/" + item.version());
      output.printer(shell.terminal()).one(version, view);
    }
    return ExitCode.DONE.number();
  }

  private static JsonNode tree(ProgramVersion version) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.putObject("clientVersion")
        .put("gitVersion", version.version())
        .put("platform", System.getProperty("os.name") + "/" + System.getProperty("os.arch"))
        .put("javaVersion", Runtime.version().toString());
    return tree.put("image", version.image());
  }
}
