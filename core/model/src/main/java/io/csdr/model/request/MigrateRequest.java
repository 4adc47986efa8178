package io.csdr.model.request;

import java.util.List;

/// One migration of namespaces to the cluster of the kubeconfig context `target`: `rounds` backups while
/// the application runs, then, with `switchOver`, one more while it stands still. `backup` and `restore`
/// say how; their own names and selections do not count.
public record MigrateRequest(
    String name,
    String target,
    List<String> namespaces,
    int rounds,
    boolean switchOver,
    BackupRequest backup,
    RestoreRequest restore) {
  public MigrateRequest {
    namespaces = List.copyOf(namespaces);
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds is " + rounds);
    }
  }
}
