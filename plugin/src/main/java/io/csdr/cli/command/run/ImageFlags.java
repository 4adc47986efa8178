package io.csdr.cli.command.run;

import io.csdr.cli.command.ProgramVersion;
import io.csdr.cli.env.Environment;
import io.csdr.model.request.ImageSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What movers run.
public final class ImageFlags {
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

  /// The image to use.
  public ImageSource image(Environment environment) {
    String fromEnvironment = environment.variable("CSDR_IMAGE");
    String chosen = image != null ? image : fromEnvironment;
    return new ImageSource(chosen == null ? ProgramVersion.read().image() : chosen, pullSecret);
  }
}
