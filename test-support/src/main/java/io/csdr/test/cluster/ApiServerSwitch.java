package io.csdr.test.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Takes the API server of a testbed away and brings it back; nodes and pods go on meanwhile.
public final class ApiServerSwitch {
  private final Path control;
  private final String cluster;

  /// The testbed that wrote this kubeconfig, `…/clusters/NAME/kubeconfig`.
  ApiServerSwitch(Path checkout, Path kubeconfig) {
    this.control = checkout.resolve("testbed/ctl");
    Path folder = kubeconfig.toAbsolutePath().getParent();
    if (folder == null || folder.getFileName() == null) {
      throw new IllegalStateException(kubeconfig + " is not the kubeconfig of a testbed");
    }
    this.cluster = folder.getFileName().toString();
  }

  /// Kills the API server's process, connections and all, and keeps it down; returns when it is gone.
  public void kill() {
    order("kill", "kube-apiserver");
    order("stop-apiserver");
  }

  /// Starts it again; returns when it serves.
  public void start() {
    order("start-apiserver");
  }

  private void order(String... command) {
    List<String> words = new ArrayList<>(List.of(control.toString(), cluster));
    words.addAll(List.of(command));
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(
            String.join(" ", words) + " ended with " + status + ": " + said);
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot run " + control, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + control + " was running", e);
    }
  }
}
