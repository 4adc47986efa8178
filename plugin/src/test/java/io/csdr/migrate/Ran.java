package io.csdr.migrate;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program that runs or has run: its output goes to a file, so that it can be looked at meanwhile.
record Ran(Process process, List<String> command, Path out, Path err) {
  private static final long LONGEST_MINUTES = 10;

  static Ran start(Map<String, String> environment, String input, List<String> command) {
    try {
      Path out = Files.createTempFile("ran", ".out");
      Path err = Files.createTempFile("ran", ".err");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      return new Ran(process, command, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits for the end and returns the exit code.
  int exit() throws InterruptedException {
    if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      throw new IllegalStateException("it hung: " + this);
    }
    return process.exitValue();
  }

  /// Returns when its stderr has the words.
  ///
  /// @throws IllegalStateException when it ends without
  void awaitWords(String words) throws InterruptedException {
    while (!read(err).contains(words)) {
      if (!process.isAlive() && !read(err).contains(words)) {
        throw new IllegalStateException("it never said '" + words + "': " + this);
      }
      Thread.sleep(50);
    }
  }

  String output() {
    return read(out);
  }

  String talk() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    String exit = process.isAlive() ? "running" : "exit " + process.exitValue();
    return command + "\n" + exit + "\n--- stdout\n" + output() + "--- stderr\n" + talk();
  }
}
