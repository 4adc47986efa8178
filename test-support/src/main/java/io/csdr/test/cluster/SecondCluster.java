package io.csdr.test.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The cluster beside the first one, for tests that move things between two; take it as a parameter and say
/// that you need [Capability#SECOND_CLUSTER].
public final class SecondCluster implements AutoCloseable {
  private final TestCluster cluster;
  private final Map<String, String> environment;

  SecondCluster(TestCluster cluster, Map<String, String> environment) {
    this.cluster = cluster;
    this.environment = environment;
  }

  /// The cluster itself.
  public TestCluster cluster() {
    return cluster;
  }

  /// Puts an image archive on its nodes: by `CSDR_TEST_SECOND_LOAD`, else by the testbed's own command. A
  /// cluster with neither pulls images by itself.
  public void load(Path archive) {
    String given = environment.getOrDefault("CSDR_TEST_SECOND_LOAD", "");
    if (!given.isEmpty()) {
      run(List.of("sh", "-c", given + " \"$1\"", "load", archive.toString()));
    } else if (ClusterSource.isTestbed(environment)) {
      Path folder = cluster.kubeconfig().toAbsolutePath().getParent();
      String name = String.valueOf(folder == null ? null : folder.getFileName());
      run(
          List.of(
              ClusterSource.checkout().resolve("testbed/load").toString(),
              archive.toString(),
              name));
    }
  }

  private static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(command + " ended with " + status + ": " + said);
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command, e);
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
