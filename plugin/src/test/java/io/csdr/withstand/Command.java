package io.csdr.withstand;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Runs programs that are not ours.
final class Command {
  private Command() {}

  /// Runs the command and returns what it printed on its standard output; kubectl says other things beside it.
  ///
  /// @throws IllegalStateException with what it printed when it does not end with 0
  static String run(String... command) {
    return feed("", List.of(command));
  }

  /// Runs it with `input` on its standard input.
  static String feed(String input, List<String> command) {
    Path said = null;
    try {
      said = Files.createTempFile("command-", ".err");
      Process process = new ProcessBuilder(command).redirectError(said.toFile()).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IllegalStateException(
            String.join(" ", command)
                + " ended with "
                + exit
                + ":\n"
                + out
                + Files.readString(said));
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      if (said != null && !said.toFile().delete()) {
        said.toFile().deleteOnExit();
      }
    }
  }
}
