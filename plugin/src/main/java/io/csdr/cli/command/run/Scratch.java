package io.csdr.cli.command.run;

import io.csdr.cli.outcome.CliException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// A private folder for temporary files; closing removes it with everything in it.
record Scratch(Path folder) implements AutoCloseable {

  /// Makes one.
  ///
  /// @throws CliException when that cannot be done
  static Scratch make() {
    try {
      return new Scratch(Files.createTempDirectory("csdr-"));
    } catch (IOException e) {
      throw CliException.failed(
          "no temporary folder can be made: " + e.getMessage(), "check TMPDIR and its room", e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }
}
