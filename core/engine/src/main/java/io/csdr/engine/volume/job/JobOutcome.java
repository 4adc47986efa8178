package io.csdr.engine.volume.job;

import io.csdr.model.Failure;
import io.csdr.model.job.MoverReport;

/// How a mover's Job ended.
public sealed interface JobOutcome {
  /// The mover reported; what it reports may still be an error of its own.
  record Reported(MoverReport report) implements JobOutcome {}

  /// It never got so far.
  record Failed(Failure failure) implements JobOutcome {}

  /// It was taken away, for this reason, because somebody needs its volume.
  record Left(String reason) implements JobOutcome {}
}
