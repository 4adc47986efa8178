package io.csdr.vault.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// Temporary files of writers that died.
final class Leftovers {
  /// No single put takes longer than this.
  static final Duration AGE = Duration.ofHours(24);

  private Leftovers() {}

  /// Removes files that are older than [#AGE]. What cannot be removed is left: it does no harm.
  static void clean(Path temporary) {
    if (!Files.isDirectory(temporary, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Instant limit = Instant.now().minus(AGE);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
            .toInstant()
            .isBefore(limit)) {
          discard(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Nothing depends on it.
    }
  }

  /// Removes one temporary file if it is there and can be removed.
  static void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It is cleaned by age another time.
    }
  }
}
