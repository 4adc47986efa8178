package io.csdr.engine.flow;

import io.csdr.engine.EngineException;
import io.csdr.model.Failure;
import org.jspecify.annotations.Nullable;

/// A migration that ended early and could not start its source again. Its run stays without an end, so that
/// `csdr cancel` finds it and starts the source.
final class SourceStopped extends EngineException {
  private static final long serialVersionUID = 1L;

  private SourceStopped(Failure failure, Exception cause) {
    super(failure, cause);
  }

  /// Tells of both: `first`, which ended the migration (null where its restore came to a partial end), is the
  /// cause; `starting`, which kept the source from starting, is suppressed in it.
  static SourceStopped after(
      @Nullable Exception first, String migration, RuntimeException starting) {
    String why = "the restore at the target is not complete";
    if (first != null) {
      first.addSuppressed(starting);
      why = first.getMessage() == null ? "canceled" : first.getMessage();
    }
    // Any other exception came before it was seen what stands still.
    String state = starting instanceof EngineException ? "is" : "may be";
    return new SourceStopped(
        new Failure(
            "migrate " + migration,
            "SourceStopped",
            why + "; and the source " + state + " still stopped: " + starting.getMessage(),
            "start it with: kubectl csdr cancel " + migration),
        first == null ? starting : first);
  }
}
