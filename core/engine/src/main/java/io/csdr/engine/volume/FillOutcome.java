package io.csdr.engine.volume;

import io.csdr.model.Failure;
import io.csdr.model.PvcRef;
import io.csdr.model.job.MoverReport;
import org.jspecify.annotations.Nullable;

/// What became of one restored claim.
public sealed interface FillOutcome {
  /// The claim in its target namespace.
  PvcRef claim();

  /// It has its data; `report` is null when an earlier attempt of this run brought it.
  record Filled(PvcRef claim, @Nullable MoverReport report) implements FillOutcome {}

  /// It was there already and was left as it is.
  record Kept(PvcRef claim) implements FillOutcome {}

  /// It does not have its data. With a `report`, part of the data is there.
  record Failed(PvcRef claim, Failure failure, @Nullable MoverReport report)
      implements FillOutcome {}
}
