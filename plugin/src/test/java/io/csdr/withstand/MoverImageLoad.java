package io.csdr.withstand;

import java.nio.file.Files;
import java.nio.file.Path;

/// Brings the image that the build made into the test cluster, once for all tests.
final class MoverImageLoad {
  private static final Path ARCHIVE = Path.of("../core/mover/target/csdr-image.tar");
  private static boolean loaded;

  private MoverImageLoad() {}

  /// Loads it with `CSDR_TEST_LOAD`; without that the cluster is expected to pull `CSDR_IMAGE`.
  static synchronized void once() {
    if (!loaded && !command().isBlank()) {
      archive(ARCHIVE.toAbsolutePath());
      loaded = true;
    }
  }

  /// Loads another image.
  static void archive(Path archive) {
    if (!Files.isReadable(archive)) {
      throw new IllegalStateException("there is no " + archive + ": run mvn package");
    }
    if (command().isBlank()) {
      throw new IllegalStateException("CSDR_TEST_LOAD is not set, so no image can be loaded");
    }
    Command.run("sh", "-c", command() + " \"$1\"", "load", archive.toString());
  }

  private static String command() {
    return System.getenv().getOrDefault("CSDR_TEST_LOAD", "");
  }
}
