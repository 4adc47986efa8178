package io.csdr.engine.flow;

import io.csdr.engine.capture.Coverage;
import io.csdr.engine.catalog.BackupSummary;
import io.csdr.model.Consistency;
import io.csdr.model.ObjectRef;
import io.csdr.model.Phase;
import io.csdr.model.PvcRef;
import io.csdr.model.Selection;
import io.csdr.model.VolumeMode;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.model.api.Metadata;
import io.csdr.model.request.BackupRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts together the resource that tells of a backup.
record BackupRecord(BackupRequest request, String runId, String vaultName, Origin origin) {
  private static final int FIRST_FAILURES = 20;

  /// Where and when the backup was begun.
  record Origin(String clusterUid, String clusterVersion, Instant started) {}

  /// What became of it.
  record Result(
      Phase phase,
      Coverage coverage,
      String coverageDigest,
      List<ApplicationBackup.VolumeStatus> volumes,
      @Nullable Consistency consistency,
      @Nullable Instant ended) {}

  ApplicationBackup resource(Result result) {
    Coverage.Counts counts = result.coverage().counts();
    ApplicationBackup.Status status =
        new ApplicationBackup.Status(
            result.phase().toString(),
            runId,
            result.consistency() == null ? null : result.consistency().toString(),
            new ApplicationBackup.ObjectCounts(counts.saved(), counts.excluded(), counts.failed()),
            result.volumes(),
            result.coverage().failures().stream().limit(FIRST_FAILURES).toList(),
            result.coverage().failureCount(),
            result.coverageDigest(),
            origin.clusterUid(),
            origin.clusterVersion(),
            origin.started(),
            result.ended(),
            origin.started().plus(request.ttl()));
    return new ApplicationBackup(
        new Metadata(request.name(), "csdr", Map.of(), Map.of(), origin.started()), spec(), status);
  }

  static BackupSummary summary(ApplicationBackup backup) {
    ApplicationBackup.Status status = backup.status();
    List<ApplicationBackup.VolumeStatus> volumes = status.volumes();
    return new BackupSummary(
        status.phase(),
        status.consistency(),
        status.objects().saved(),
        status.failureCount(),
        Math.toIntExact(volumes.stream().filter(v -> v.verdict().equals("saved")).count()),
        volumes.stream().mapToLong(ApplicationBackup.VolumeStatus::bytes).sum(),
        volumes.stream().mapToLong(ApplicationBackup.VolumeStatus::newBytes).sum(),
        status.expiration());
  }

  private ApplicationBackup.Spec spec() {
    Selection selection = request.selection();
    return new ApplicationBackup.Spec(
        namespaces(selection),
        request.filters().include(),
        request.filters().exclude(),
        labelSelector(selection),
        new ApplicationBackup.PvBackup(request.volumes() != VolumeMode.NONE),
        vaultName,
        ttl(request.ttl()),
        new ApplicationBackup.Extra(
            request.volumes().toString(),
            request.compression(),
            request.required() == null ? null : request.required().toString(),
            objects(selection),
            claims(selection)));
  }

  static List<String> namespaces(Selection selection) {
    return switch (selection) {
      case Selection.Namespaces namespaces -> namespaces.names();
      case Selection.App app -> List.of(app.namespace());
      case Selection.Objects objects ->
          objects.objects().stream()
              .map(ObjectRef::namespace)
              .filter(namespace -> namespace != null)
              .distinct()
              .toList();
      case Selection.Volumes volumes ->
          volumes.claims().stream().map(PvcRef::namespace).distinct().toList();
    };
  }

  private @Nullable Map<String, Object> labelSelector(Selection selection) {
    String text =
        selection instanceof Selection.App app
            ? app.labelSelector()
            : request.filters().labelSelector();
    return text == null ? null : Map.of("csdr", text);
  }

  private static List<String> objects(Selection selection) {
    return selection instanceof Selection.Objects objects
        ? objects.objects().stream().map(ObjectRef::toString).toList()
        : List.of();
  }

  private static List<String> claims(Selection selection) {
    return selection instanceof Selection.Volumes volumes
        ? volumes.claims().stream().map(PvcRef::toString).toList()
        : List.of();
  }

  /// As Go prints durations, which is what ACK users write: `720h0m0s`.
  private static String ttl(Duration ttl) {
    return String.format(
        Locale.ROOT, "%dh%dm%ds", ttl.toHours(), ttl.toMinutesPart(), ttl.toSecondsPart());
  }
}
