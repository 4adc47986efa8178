package io.csdr.vault.posix;

import java.util.function.BooleanSupplier;

/// How a volume is saved or filled: by how many threads, who is told of it, and what says that it is to
/// end with [java.util.concurrent.CancellationException].
public record VolumeSettings(int threads, VolumeProgress progress, BooleanSupplier cancelled) {
  /// As many threads as processors, nobody being told, never cancelled.
  public static final VolumeSettings DEFAULT =
      new VolumeSettings(
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          VolumeProgress.NONE,
          () -> false);

  public VolumeSettings {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads);
    }
  }

  public VolumeSettings withProgress(VolumeProgress teller) {
    return new VolumeSettings(threads, teller, cancelled);
  }

  public VolumeSettings withCancelled(BooleanSupplier asked) {
    return new VolumeSettings(threads, progress, asked);
  }
}
