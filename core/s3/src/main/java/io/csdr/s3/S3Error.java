package io.csdr.s3;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;

/// A refusal in the service's own words, bounded and printable. `code` is empty where the answer had no
/// words, as answers to HEAD never have.
///
/// @param region the bucket's region, empty where it is not told
record S3Error(int status, String code, String message, String requestId, String region) {
  private static final int LONGEST = 300;
  private static final Set<Integer> PASSING_STATUSES = Set.of(408, 425, 429, 500, 502, 503, 504);
  private static final Set<String> PASSING_CODES =
      Set.of(
          "ConditionalRequestConflict",
          "OperationAborted",
          "RequestTimeout",
          "RequestTimeoutException",
          "SlowDown",
          "SlowDownRead",
          "SlowDownWrite",
          "Throttling",
          "ThrottlingException",
          "TooManyRequests",
          "RequestLimitExceeded",
          "BandwidthLimitExceeded",
          "InternalError",
          "ServiceUnavailable",
          "IncompleteBody",
          // The body was damaged on its way.
          "BadDigest",
          "InvalidDigest",
          "XAmzContentChecksumMismatch",
          "XAmzContentSHA256Mismatch");
  private static final Set<String> FULL =
      Set.of(
          "QuotaExceeded",
          "XMinioStorageFull",
          "XMinioAdminBucketQuotaExceeded",
          "StorageFull",
          "InsufficientCapacity",
          "EntityTooLargeForQuota",
          "OverMaxBucketSize");
  private static final Set<String> EXPIRED =
      Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired");
  private static final int INSUFFICIENT_STORAGE = 507;

  static S3Error of(Answer answer) {
    Map<String, String> told = new HashMap<>();
    try {
      Xml.read(
          answer.body(),
          (path, text) -> {
            if (path.startsWith("/Error/")) {
              told.putIfAbsent(path.substring("/Error/".length()), text);
            }
          });
    } catch (XMLStreamException e) {
      // Something between us and the service speaks, or the answer was cut: what was read has to
      // do.
    }
    String code = told.getOrDefault("Code", answer.header("x-minio-error-code").orElse(""));
    String id = told.getOrDefault("RequestId", answer.header("x-amz-request-id").orElse(""));
    String region = answer.header("x-amz-bucket-region").orElse(told.getOrDefault("Region", ""));
    return new S3Error(
        answer.status(),
        plain(code),
        plain(told.getOrDefault("Message", "")),
        plain(id),
        plain(region));
  }

  /// Whether the same request may succeed later.
  boolean isPassing() {
    return !isFull()
        && (PASSING_CODES.contains(code)
            || (PASSING_STATUSES.contains(status) && !code.equals("NotImplemented")));
  }

  boolean isFull() {
    return FULL.contains(code) || status == INSUFFICIENT_STORAGE;
  }

  boolean isSkew() {
    return code.equals("RequestTimeTooSkewed");
  }

  /// Whether other credentials may help at once.
  boolean isExpired() {
    return EXPIRED.contains(code);
  }

  /// Status, code, words and request id in one line.
  String line() {
    StringBuilder line = new StringBuilder(code.isEmpty() ? "HTTP " + status : code);
    if (!message.isEmpty()) {
      line.append(": ").append(message);
    }
    String details = code.isEmpty() ? "" : "HTTP " + status;
    if (!requestId.isEmpty()) {
      details += (details.isEmpty() ? "" : ", ") + "request " + requestId;
    }
    return details.isEmpty() ? line.toString() : line.append(" (").append(details) + ")";
  }

  /// The region that the service names, if it names one.
  Optional<String> namedRegion() {
    return region.isEmpty() ? Optional.empty() : Optional.of(region);
  }

  private static String plain(String text) {
    String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    return shown.replaceAll("[^ -~…]+", " ").strip();
  }
}
