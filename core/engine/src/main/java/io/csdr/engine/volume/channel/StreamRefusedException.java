package io.csdr.engine.volume.channel;

import io.csdr.engine.volume.job.PodRef;
import java.io.IOException;

/// The API server answered a request for a stream to a pod with an error of its own.
final class StreamRefusedException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private final int code;

  StreamRefusedException(PodRef pod, int code, Throwable cause) {
    super("no stream to pod " + pod + ": the API server answered with status " + code, cause);
    this.code = code;
  }

  /// Whether the caller lacks the right.
  boolean forbidden() {
    return code == FORBIDDEN || code == UNAUTHORIZED;
  }
}
