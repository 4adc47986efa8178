package io.csdr.cli.command.run;

import io.csdr.cli.command.ProgramVersion;
import io.csdr.cli.env.Environment;
import io.csdr.cli.outcome.CliException;
import io.csdr.model.request.ImageSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What movers run, and how many at a time.
public final class MoverFlags {
  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "Image that movers run. Defaults to $CSDR_IMAGE, else the one of this version.")
  private @Nullable String image;

  @Option(
      names = "--image-pull-secret",
      paramLabel = "[NAMESPACE/]NAME",
      description = "Secret that the image is pulled with, NAME or NAMESPACE/NAME.")
  private @Nullable String pullSecret;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many volumes move at a time.")
  private int parallel = 4;

  /// The image to use.
  public ImageSource image(Environment environment) {
    String fromEnvironment = environment.variable("CSDR_IMAGE");
    String chosen = image != null ? image : fromEnvironment;
    return new ImageSource(chosen == null ? ProgramVersion.read().image() : chosen, pullSecret);
  }

  /// How many volumes move at a time.
  public int parallel() {
    if (parallel < 1) {
      throw CliException.usage("--parallel " + parallel + " is too few", "use 1 or more");
    }
    return parallel;
  }
}
