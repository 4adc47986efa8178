package io.csdr.cli.vault;

import io.csdr.cli.outcome.CliException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads small secret files; what they hold never gets into a message.
final class Secrets {
  private Secrets() {}

  static String read(Path file, int most) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw CliException.failed(file + " is too long for a secret", "check the path");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw CliException.failed("there is no file " + file, "check the path", e);
    } catch (IOException e) {
      throw CliException.failed("cannot read " + file + ": " + e.getMessage(), "", e);
    }
  }
}
