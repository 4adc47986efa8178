package io.csdr.engine.volume.channel;

import io.csdr.engine.volume.job.PodRef;
import java.io.IOException;

/// The pod of a mover ended before the mover reported.
public final class PodGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  PodGoneException(PodRef pod, String how) {
    super("pod " + pod + " of the mover " + how + " before its report");
  }
}
