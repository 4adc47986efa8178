package io.csdr.engine.volume.job;

import io.csdr.model.job.MoverProgress;
import org.jspecify.annotations.Nullable;

/// Looks over a mover's shoulder; called from any thread, must return quickly.
public interface JobWatch {
  /// The mover moved on.
  void progress(MoverProgress progress);

  /// Something takes longer than usual, for this reason.
  void notice(String text);

  /// Why the mover must leave its volume at once, or null while it may stay.
  default @Nullable String departure() {
    return null;
  }
}
