package io.csdr.model.request;

import java.time.Duration;
import java.util.Objects;

/// One restore to be made of the backup `backup` (`NAME` or `VAULT/NAME`). `allowDamage` goes on past files
/// whose data is lost; `readyTimeout` is how long workloads may take to become ready.
public record RestoreRequest(
    String name,
    String backup,
    RestoreScope scope,
    Rewrites rewrites,
    ExistingPolicy existing,
    boolean allowDamage,
    int parallel,
    Duration readyTimeout,
    ImageSource image) {
  public RestoreRequest {
    Objects.requireNonNull(backup, "backup is null");
    Objects.requireNonNull(rewrites, "rewrites is null");
  }

  /// The namespace that objects of `source` go to.
  public String targetNamespace(String source) {
    return rewrites.namespace(source);
  }
}
