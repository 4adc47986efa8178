package io.csdr.test.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

  /// Ends the API server's process; returns when it is gone.
  public void stop() {
    order("stop-apiserver");
  }

  /// Starts it again; returns when it serves.
  public void start() {
    order("start-apiserver");
  }

  private void order(String command) {
    try {
      Process process =
          new ProcessBuilder(List.of(control.toString(), cluster, command))
              .redirectErrorStream(true)
              .start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(
            control + " " + cluster + " " + command + " ended with " + status + ": " + said);
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot run " + control, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + control + " was running", e);
    }
  }
}
