package io.csdr.cli.flag;

import io.csdr.cli.print.OutputFormat;
import io.csdr.cli.print.Printer;
import io.csdr.cli.term.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `-o` and `--no-headers`.
public final class OutputFlags {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "Output format. One of: (" + OutputFormat.ALLOWED + ").")
  private @Nullable String output;

  @Option(
      names = "--no-headers",
      arity = "0..1",
      fallbackValue = "true",
      preprocessor = AttachedValue.class,
      description = "When using the default or wide output format, don't print headers.")
  private boolean noHeaders;

  /// The format that was asked for.
  public OutputFormat format() {
    return OutputFormat.parse(output);
  }

  /// A printer of that format.
  public Printer printer(Terminal terminal) {
    return new Printer(terminal.out(), format(), !noHeaders);
  }
}
