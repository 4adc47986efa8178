package io.csdr.engine;

import io.csdr.model.Failure;
import org.jspecify.annotations.Nullable;

/// A flow that cannot go on, with what a person needs to know of it.
public class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public EngineException(Failure failure) {
    this(failure, null);
  }

  public EngineException(Failure failure, @Nullable Throwable cause) {
    super(failure.line(), cause);
    this.failure = failure;
  }

  /// What went wrong, on which object, and what to do.
  public final Failure failure() {
    return failure;
  }
}
