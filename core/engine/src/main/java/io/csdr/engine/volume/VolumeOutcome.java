package io.csdr.engine.volume;

import io.csdr.engine.volume.claim.CaptureMethod;
import io.csdr.model.Consistency;
import io.csdr.model.Failure;
import io.csdr.model.PvcRef;
import io.csdr.model.Verdict;
import io.csdr.model.job.MoverReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What became of one claim's data. `consistency` and `report` are null where nothing was captured; a
/// failed verdict with a report that has a root means that part of the data is there.
public record VolumeOutcome(
    PvcRef claim,
    Method method,
    @Nullable Consistency consistency,
    Verdict verdict,
    @Nullable MoverReport report,
    List<String> warnings) {
  private static final String DETAILS = "kubectl csdr describe BACKUP --details";

  /// By what the data was captured; printed as in `status.volumes[].method`.
  public enum Method {
    SNAPSHOT,
    COPY,
    NONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public VolumeOutcome {
    warnings = List.copyOf(warnings);
  }

  /// The outcome of a claim that is left out or refused before anything is done; empty for one whose data
  /// is to be captured.
  public static Optional<VolumeOutcome> decided(PvcRef claim, CaptureMethod method) {
    return switch (method) {
      case CaptureMethod.Skipped skipped -> Optional.of(excluded(claim, skipped.rule()));
      case CaptureMethod.Refused refused ->
          Optional.of(failed(claim, Method.NONE, refused.failure()));
      case CaptureMethod.Capturing capturing -> Optional.empty();
    };
  }

  static VolumeOutcome excluded(PvcRef claim, String rule) {
    return new VolumeOutcome(claim, Method.NONE, null, new Verdict.Excluded(rule), null, List.of());
  }

  static VolumeOutcome failed(PvcRef claim, Method method, Failure failure) {
    return new VolumeOutcome(claim, method, null, new Verdict.Failed(failure), null, List.of());
  }

  /// The outcome that a mover's report stands for. Files that changed while they were read are what is to be
  /// expected of a live copy, and a failure of anything else.
  static VolumeOutcome reported(
      PvcRef claim,
      Method method,
      Consistency consistency,
      MoverReport told,
      List<String> warnings) {
    boolean live = consistency == Consistency.LIVE;
    MoverReport report = live ? told : told.ofStillVolume();
    List<String> all = new ArrayList<>(warnings);
    if (!report.unsteady().none()) {
      all.add(report.unsteady().summary("files did not hold still") + "; all: " + DETAILS);
    }
    String object = "persistentvolumeclaims " + claim;
    Verdict verdict = new Verdict.Saved();
    if (report.error() != null || report.root() == null) {
      String error = report.error() == null ? "its mover saved nothing" : report.error();
      verdict =
          new Verdict.Failed(
              new Failure(object, "MoverFailed", error, "when the cause is gone, back up again"));
    } else if (!report.problems().none()) {
      verdict =
          new Verdict.Failed(
              new Failure(
                  object,
                  "PartlySaved",
                  report.problems().summary("entries could not be saved as they are"),
                  "see them all with: " + DETAILS));
    }
    return new VolumeOutcome(claim, method, consistency, verdict, report, all);
  }
}
