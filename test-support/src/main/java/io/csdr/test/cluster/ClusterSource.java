package io.csdr.test.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds or starts the cluster that the environment asks for.
final class ClusterSource {
  private static final String SECOND = "csdr-second";

  private ClusterSource() {}

  /// The kubeconfig of a running cluster.
  ///
  /// @throws IllegalStateException when there is none; the message says what to set
  static Path kubeconfig(Map<String, String> environment) {
    String choice = environment.getOrDefault("CSDR_TEST_CLUSTER", "testbed");
    String given = environment.getOrDefault("CSDR_TEST_KUBECONFIG", "");
    return switch (choice) {
      case "testbed" -> given.isEmpty() ? testbed() : existing("CSDR_TEST_KUBECONFIG", given);
      case "kubeconfig" -> {
        if (given.isEmpty()) {
          throw new IllegalStateException(
              "CSDR_TEST_CLUSTER=kubeconfig needs CSDR_TEST_KUBECONFIG");
        }
        yield existing("CSDR_TEST_KUBECONFIG", given);
      }
      case "kind" ->
          throw new IllegalStateException(
              "CSDR_TEST_CLUSTER=kind is not there: make a cluster with kind and use it with"
                  + " CSDR_TEST_CLUSTER=kubeconfig, as CONTRIBUTING.md tells");
      default ->
          throw new IllegalStateException(
              "CSDR_TEST_CLUSTER is '" + choice + "'; testbed and kubeconfig are known");
    };
  }

  /// The kubeconfig of another running cluster.
  ///
  /// @throws IllegalStateException when there is none; the message says what to set
  static Path second(Map<String, String> environment) {
    String given = environment.getOrDefault("CSDR_TEST_SECOND_KUBECONFIG", "");
    if (!given.isEmpty()) {
      return existing("CSDR_TEST_SECOND_KUBECONFIG", given);
    }
    if (!isTestbed(environment)) {
      throw new IllegalStateException("a second cluster needs CSDR_TEST_SECOND_KUBECONFIG");
    }
    return testbed(SECOND);
  }

  private static Path existing(String variable, String file) {
    Path path = Path.of(file);
    if (!Files.isReadable(path)) {
      throw new IllegalStateException(variable + ": cannot read " + path);
    }
    return path;
  }

  /// Runs `testbed/up`, which starts the cluster or finds it running, and reads the one line it prints.
  private static Path testbed(String... name) {
    Path up = checkout().resolve("testbed/up");
    try {
      Path log = Files.createTempFile("csdr-testbed-", ".log");
      Process process =
          new ProcessBuilder(Stream.concat(Stream.of(up.toString()), Stream.of(name)).toList())
              .redirectError(log.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
      String line =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int status = process.waitFor();
      if (status != 0 || line.isEmpty()) {
        throw new IllegalStateException(
            up + " ended with " + status + ":\n" + Files.readString(log));
      }
      Files.delete(log);
      return existing("what testbed/up printed", line);
    } catch (IOException e) {
      throw new IllegalStateException("cannot run " + up, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + up + " was running", e);
    }
  }

  /// Whether the environment asks for a cluster of the checkout's own testbed.
  static boolean isTestbed(Map<String, String> environment) {
    return environment.getOrDefault("CSDR_TEST_CLUSTER", "testbed").equals("testbed");
  }

  /// The folder above this one that has the testbed in it.
  static Path checkout() {
    @Nullable Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isExecutable(folder.resolve("testbed/up"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException(
          "no testbed/up above " + Path.of("").toAbsolutePath() + "; set CSDR_TEST_KUBECONFIG");
    }
    return folder;
  }
}
