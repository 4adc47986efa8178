package io.csdr.engine.volume;

import io.csdr.engine.volume.claim.CaptureChoice;
import io.csdr.model.PvcRef;
import java.util.Map;

/// How volumes are to be captured: `parallel` of them move at a time, `compression` is none, fast,
/// balanced or max, `parents` holds the trees (64 hexadecimal digits) of the last backup by claim.
public record CaptureSettings(
    CaptureChoice choice, int parallel, String compression, Map<PvcRef, String> parents) {
  public CaptureSettings {
    if (parallel < 1) {
      throw new IllegalArgumentException("parallel is " + parallel);
    }
    parents = Map.copyOf(parents);
  }
}
