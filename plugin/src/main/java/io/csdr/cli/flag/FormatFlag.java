package io.csdr.cli.flag;

import io.csdr.cli.print.OutputFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `-o`.
public final class FormatFlag {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "wide|json|yaml|name",
      description = "Output format. One of: (" + OutputFormat.ALLOWED + ").")
  private @Nullable String output;

  /// The format that was asked for.
  public OutputFormat format() {
    return OutputFormat.parse(output);
  }
}
