package io.csdr.engine.apply;

import io.csdr.model.Failure;
import io.csdr.model.ObjectRef;
import java.util.List;

/// What became of a plan. `unchanged` counts objects that were as in the backup and those that differ and
/// were left; the latter are among `warnings`. `workloads` are the objects to wait for ([ReadinessWait]).
public record ApplyResult(
    long created,
    long updated,
    long unchanged,
    long skipped,
    List<Failure> failures,
    List<String> warnings,
    List<ObjectRef> workloads) {
  public ApplyResult {
    failures = List.copyOf(failures);
    warnings = List.copyOf(warnings);
    workloads = List.copyOf(workloads);
  }
}
