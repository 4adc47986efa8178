package io.csdr.cli.command.run;

import io.csdr.cli.env.Environment;
import io.csdr.cli.outcome.CliException;
import io.csdr.model.request.ImageSource;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What movers run, and how many at a time.
final class MoverFlags {
  @Mixin private ImageFlags image = new ImageFlags();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many volumes move at a time.")
  private int parallel = 4;

  /// The image to use.
  ImageSource image(Environment environment) {
    return image.image(environment);
  }

  /// How many volumes move at a time.
  int parallel() {
    if (parallel < 1) {
      throw CliException.usage("--parallel " + parallel + " is too few", "use 1 or more");
    }
    return parallel;
  }
}
