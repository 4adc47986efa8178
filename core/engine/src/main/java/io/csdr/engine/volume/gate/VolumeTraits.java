package io.csdr.engine.volume.gate;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a restored volume takes over from the one that was saved: its labels and its reclaim policy;
/// null leaves that of the StorageClass.
public record VolumeTraits(Map<String, String> labels, @Nullable String reclaimPolicy) {
  /// Nothing.
  public static final VolumeTraits NONE = new VolumeTraits(Map.of(), null);

  public VolumeTraits {
    labels = Map.copyOf(labels);
  }
}
