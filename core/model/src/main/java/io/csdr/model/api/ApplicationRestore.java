package io.csdr.model.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.csdr.model.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One restore: what was asked for and what became of it.
@JsonPropertyOrder({"apiVersion", "kind", "metadata", "spec", "status"})
public record ApplicationRestore(Metadata metadata, Spec spec, Status status) {

  /// Always [ApplicationBackup#API_VERSION].
  public String getApiVersion() {
    return ApplicationBackup.API_VERSION;
  }

  /// Always `ApplicationRestore`.
  public String getKind() {
    return "ApplicationRestore";
  }

  /// What was asked for.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Spec(
      String backupName,
      List<String> includedNamespaces,
      Map<String, String> namespaceMapping,
      String existingResourcePolicy,
      boolean appRestoreOnly,
      boolean preserveNodePorts,
      Map<String, String> imageRegistryMapping,
      Extra csdr) {
    public Spec {
      includedNamespaces = Absent.list(includedNamespaces);
      namespaceMapping = Absent.map(namespaceMapping);
      imageRegistryMapping = Absent.map(imageRegistryMapping);
    }
  }

  /// Our own fields of a spec.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Extra(
      Map<String, String> storageClassMapping,
      Map<String, String> zoneMapping,
      boolean stripAffinity,
      @Nullable Integer replicas,
      List<String> objects,
      List<String> claims) {
    public Extra {
      storageClassMapping = Absent.map(storageClassMapping);
      zoneMapping = Absent.map(zoneMapping);
      objects = Absent.list(objects);
      claims = Absent.list(claims);
    }
  }

  /// What became of it. Of `failureCount` failures `notReadyCount` are workloads that came back and were not
  /// ready in time.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Status(
      String phase,
      String run,
      ObjectCounts objects,
      List<VolumeStatus> volumes,
      List<Failure> failures,
      long failureCount,
      long notReadyCount,
      List<String> warnings,
      Instant startTimestamp,
      @Nullable Instant completionTimestamp) {
    public Status {
      volumes = Absent.list(volumes);
      failures = Absent.list(failures);
      warnings = Absent.list(warnings);
    }

    /// Whether everything came back, and only the wait for workloads ran out of time.
    public boolean timedOut() {
      return notReadyCount > 0 && notReadyCount == failureCount;
    }
  }

  /// Objects by what was done with them.
  public record ObjectCounts(
      long created, long updated, long unchanged, long skipped, long failed) {}

  /// One volume and how it came back.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record VolumeStatus(
      String namespace, String pvc, String verdict, @Nullable String reason, long bytes) {}
}
