package io.csdr.testing.s3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Finds minio, or has the testbed build it.
final class MinioProgram {
  private static @Nullable Path found;

  private MinioProgram() {}

  /// The program's path.
  ///
  /// @throws IllegalStateException when there is none, with what the build said
  static synchronized Path path() {
    if (found == null) {
      String named = System.getenv("CSDR_TEST_MINIO");
      found = named == null ? build(tool()) : Path.of(named);
    }
    if (!Files.isExecutable(found)) {
      throw new IllegalStateException(found + " is no program");
    }
    return found;
  }

  private static Path tool() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path tool = at.resolve("testbed/tool");
      if (Files.isExecutable(tool)) {
        return tool;
      }
    }
    throw new IllegalStateException("there is no testbed/tool above the working directory");
  }

  private static Path build(Path tool) {
    try {
      Path said = Files.createTempFile("csdr-minio-build-", ".log");
      try {
        Process process =
            new ProcessBuilder(tool.toString(), "minio").redirectError(said.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
          throw new IllegalStateException("testbed/tool minio failed: " + Files.readString(said));
        }
        return Path.of(out.strip());
      } finally {
        Files.delete(said);
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot run " + tool, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
