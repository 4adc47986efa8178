package io.csdr.model.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.csdr.model.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One backup: what was asked for and what became of it. Field names are the promise of the API.
@JsonPropertyOrder({"apiVersion", "kind", "metadata", "spec", "status"})
public record ApplicationBackup(Metadata metadata, Spec spec, Status status) {
  /// Group and version of all our kinds.
  public static final String API_VERSION = "csdr.alibabacloud.com/v1beta1";

  /// Always [#API_VERSION].
  public String getApiVersion() {
    return API_VERSION;
  }

  /// Always `ApplicationBackup`.
  public String getKind() {
    return "ApplicationBackup";
  }

  /// What was asked for, in the fields that users of ACK Backup Center know; ours stand under `csdr`.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Spec(
      List<String> includedNamespaces,
      List<String> includedResources,
      List<String> excludedResources,
      @Nullable Map<String, Object> labelSelector,
      PvBackup pvBackup,
      @Nullable String storageLocation,
      String ttl,
      Extra csdr) {
    public Spec {
      includedNamespaces = Absent.list(includedNamespaces);
      includedResources = Absent.list(includedResources);
      excludedResources = Absent.list(excludedResources);
    }
  }

  /// Whether volumes' data is saved.
  public record PvBackup(boolean defaultPvBackup) {}

  /// Our own fields of a spec.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Extra(
      String volumes,
      String compression,
      @Nullable String requireConsistency,
      List<String> objects,
      List<String> claims) {
    public Extra {
      objects = Absent.list(objects);
      claims = Absent.list(claims);
    }
  }

  /// What became of it, shaped for people, scripts and `kubectl wait` alike.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Status(
      String phase,
      String run,
      @Nullable String consistency,
      ObjectCounts objects,
      List<VolumeStatus> volumes,
      List<Failure> failures,
      long failureCount,
      @Nullable String coverageDigest,
      @Nullable String clusterUid,
      @Nullable String clusterVersion,
      Instant startTimestamp,
      @Nullable Instant completionTimestamp,
      @Nullable Instant expiration) {
    public Status {
      volumes = Absent.list(volumes);
      failures = Absent.list(failures);
    }
  }

  /// Verdicts by outcome.
  public record ObjectCounts(long saved, long excluded, long failed) {}

  /// One volume; `method` is snapshot, copy, both or none, `bytes` its plain size as saved.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record VolumeStatus(
      String namespace,
      String pvc,
      String method,
      @Nullable String consistency,
      String verdict,
      @Nullable String reason,
      long bytes,
      long newBytes,
      @Nullable Long frozenMillis) {}
}
