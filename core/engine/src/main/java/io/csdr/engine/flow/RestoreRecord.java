package io.csdr.engine.flow;

import io.csdr.engine.apply.ApplyResult;
import io.csdr.engine.apply.ClaimGate;
import io.csdr.engine.apply.ReadinessWait.Unready;
import io.csdr.engine.volume.FillOutcome;
import io.csdr.model.Failure;
import io.csdr.model.ObjectRef;
import io.csdr.model.Phase;
import io.csdr.model.PvcRef;
import io.csdr.model.api.ApplicationRestore;
import io.csdr.model.api.ApplicationRestore.VolumeStatus;
import io.csdr.model.api.Metadata;
import io.csdr.model.job.MoverReport;
import io.csdr.model.request.RestoreRequest;
import io.csdr.model.request.RestoreScope;
import io.csdr.model.request.Rewrites;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Puts together the resource that tells of a restore; `backup` is the name of what was restored.
record RestoreRecord(RestoreRequest request, String backup, String runId, Instant started) {
  private static final int FIRST_FAILURES = 20;

  /// The whole of it, with all failures.
  ApplicationRestore resource(
      ApplyResult applied, List<FillOutcome> volumes, List<Unready> unready) {
    List<Failure> failures = new ArrayList<>(applied.failures());
    for (FillOutcome volume : volumes) {
      if (volume instanceof FillOutcome.Failed failed) {
        failures.add(failed.failure());
      }
    }
    unready.forEach(workload -> failures.add(workload.failure()));
    Phase phase = failures.isEmpty() ? Phase.COMPLETED : Phase.PARTIALLY_FAILED;
    ApplicationRestore.Status status =
        new ApplicationRestore.Status(
            phase.toString(),
            runId,
            new ApplicationRestore.ObjectCounts(
                applied.created(),
                applied.updated(),
                applied.unchanged(),
                applied.skipped(),
                applied.failures().size()),
            volumes.stream().map(RestoreRecord::status).toList(),
            failures,
            failures.size(),
            unready.stream().filter(Unready::late).count(),
            Stream.concat(applied.warnings().stream(), warnings(volumes).stream()).toList(),
            started,
            Instant.now());
    return new ApplicationRestore(
        new Metadata(request.name(), "csdr", Map.of(), Map.of(), started), spec(), status);
  }

  /// The same with the first failures only, as it is printed; [RunReport] has them all.
  static ApplicationRestore brief(ApplicationRestore whole) {
    ApplicationRestore.Status status = whole.status();
    return new ApplicationRestore(
        whole.metadata(),
        whole.spec(),
        new ApplicationRestore.Status(
            status.phase(),
            status.run(),
            status.objects(),
            status.volumes(),
            status.failures().stream().limit(FIRST_FAILURES).toList(),
            status.failureCount(),
            status.notReadyCount(),
            status.warnings(),
            status.startTimestamp(),
            status.completionTimestamp()));
  }

  /// What there is to tell of volumes beside failures.
  static List<String> warnings(List<FillOutcome> volumes) {
    List<String> warnings = new ArrayList<>();
    for (FillOutcome volume : volumes) {
      if (volume instanceof FillOutcome.Kept(PvcRef claim)) {
        warnings.add(ClaimGate.kept(claim));
      }
    }
    return warnings;
  }

  private ApplicationRestore.Spec spec() {
    RestoreScope scope = request.scope();
    Rewrites asked = request.rewrites();
    return new ApplicationRestore.Spec(
        backup,
        scope.namespaces(),
        asked.namespaces(),
        request.existing().toString(),
        scope.parts() == RestoreScope.Parts.OBJECTS,
        asked.keepNodePorts(),
        asked.images(),
        new ApplicationRestore.Extra(
            asked.storageClasses(),
            asked.zones(),
            asked.stripAffinity(),
            asked.replicas(),
            scope.objects().stream().map(ObjectRef::toString).toList(),
            scope.claims().stream().map(PvcRef::toString).toList()));
  }

  private static VolumeStatus status(FillOutcome outcome) {
    return switch (outcome) {
      case FillOutcome.Filled it -> status(it.claim(), "restored", null, it.report());
      case FillOutcome.Kept it -> status(it.claim(), "kept", "it was there already", null);
      case FillOutcome.Failed it ->
          status(it.claim(), "failed", it.failure().message(), it.report());
    };
  }

  private static VolumeStatus status(
      PvcRef claim, String verdict, @Nullable String reason, @Nullable MoverReport report) {
    return new VolumeStatus(
        claim.namespace(), claim.name(), verdict, reason, report == null ? 0 : report.bytes());
  }
}
