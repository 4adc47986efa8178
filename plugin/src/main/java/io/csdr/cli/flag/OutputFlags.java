package io.csdr.cli.flag;

import io.csdr.cli.print.OutputFormat;
import io.csdr.cli.print.Printer;
import io.csdr.cli.term.Terminal;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `-o` and `--no-headers`, for commands that print tables.
public final class OutputFlags {
  @Mixin private FormatFlag output = new FormatFlag();

  @Option(
      names = "--no-headers",
      arity = "0..1",
      fallbackValue = "true",
      preprocessor = AttachedValue.class,
      description = "When using the default or wide output format, don't print headers.")
  private boolean noHeaders;

  /// The format that was asked for.
  public OutputFormat format() {
    return output.format();
  }

  /// A printer of that format.
  public Printer printer(Terminal terminal) {
    return new Printer(terminal.out(), format(), !noHeaders);
  }
}
