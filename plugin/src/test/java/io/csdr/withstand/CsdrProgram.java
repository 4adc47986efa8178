package io.csdr.withstand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The packaged plugin, run as users run it: a process with a kubeconfig and a home of its own.
final class CsdrProgram {
  private static final Path PROGRAM = Path.of("target/kubectl-csdr/bin/kubectl-csdr");

  /// No command of these tests takes nearly as long; one that hangs is ended and fails its test.
  private static final long LONGEST_MINUTES = 10;

  private static final AtomicInteger RUNS = new AtomicInteger();

  private final Map<String, String> environment = new TreeMap<>();
  private final Path home;

  /// Keeps vaults, keys and output below `home`.
  CsdrProgram(Path kubeconfig, Path home) {
    if (!Files.isExecutable(PROGRAM)) {
      throw new IllegalStateException(
          "there is no " + PROGRAM.toAbsolutePath() + ": run mvn package");
    }
    this.home = home;
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("HOME", home.toString());
    environment.put("XDG_DATA_HOME", home.resolve("data").toString());
    environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
    environment.put("XDG_CACHE_HOME", home.resolve("cache").toString());
    environment.put("PATH", System.getenv("PATH"));
    String image = System.getenv("CSDR_IMAGE");
    if (image != null) {
      environment.put("CSDR_IMAGE", image);
    }
  }

  private CsdrProgram(CsdrProgram other) {
    this.home = other.home;
    environment.putAll(other.environment);
  }

  /// Where the default vault is.
  Path defaultVault() {
    return home.resolve("data/csdr/vaults/default");
  }

  /// Where the keys are.
  Path keys() {
    return home.resolve("config/csdr/keys");
  }

  /// The same user with one variable changed.
  CsdrProgram with(String name, String value) {
    CsdrProgram other = new CsdrProgram(this);
    other.environment.put(name, value);
    return other;
  }

  /// The same program, which dies at a fault point.
  CsdrProgram dyingAt(String fault) {
    return with("CSDR_TESTING", "1").with("CSDR_FAULT", fault);
  }

  /// Runs it to its end.
  Result run(String... arguments) {
    return start(arguments).end();
  }

  /// Starts it.
  Running start(String... arguments) {
    try {
      int number = RUNS.incrementAndGet();
      Path out = home.resolve("run-" + number + ".out");
      Path err = home.resolve("run-" + number + ".err");
      List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
      command.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.redirectOutput(out.toFile());
      builder.redirectError(err.toFile());
      return new Running(builder.start(), String.join(" ", arguments), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What one run printed and how it ended.
  record Result(String command, int exit, String out, String err) {
    /// The lines that tell of an error.
    List<String> errors() {
      return err.lines()
          .filter(line -> line.startsWith("error: ") || line.startsWith("Error from server "))
          .toList();
    }

    @Override
    public String toString() {
      return "kubectl csdr %s\nexit %d\n--- stdout\n%s--- stderr\n%s"
          .formatted(command, exit, out, err);
    }
  }

  /// A run that may still go on.
  record Running(Process process, String command, Path out, Path err) {
    /// Waits for its end.
    Result end() {
      try {
        if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
          process.destroyForcibly().waitFor();
          throw new IllegalStateException("it hung: " + result());
        }
        return result();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
        throw new IllegalStateException("interrupted while it ran: " + command, e);
      }
    }

    private Result result() {
      try {
        return new Result(
            command, process.exitValue(), Files.readString(out), Files.readString(err));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
