package io.csdr.testing.oss;

import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// PUT, GET, HEAD and DELETE of one object.
final class ObjectRequests {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
  private static final Set<String> FROZEN = Set.of("Archive", "ColdArchive", "DeepColdArchive");
  private static final long MIN_TRAFFIC = 819_200;
  private static final long MAX_TRAFFIC = 838_860_800;

  private ObjectRequests() {}

  static OssAnswer put(OssBucket bucket, OssCall call) {
    checkDigest(call);
    checkTrafficLimit(call);
    boolean forbid = forbidsOverwrite(call);
    OssVersion version = bucket.put(call.key(), call.body(), kept(bucket, call), forbid);
    return versioned(bucket, version, OssAnswer.empty(200))
        .with("ETag", Checksums.tag(version.bytes()))
        .with("Content-MD5", Base64.getEncoder().encodeToString(Checksums.md5(version.bytes())))
        .with("x-oss-hash-crc64ecma", Checksums.crc64(version.bytes()));
  }

  static OssAnswer get(OssBucket bucket, OssCall call) {
    checkTrafficLimit(call);
    OssVersion version = find(bucket, call);
    if (FROZEN.contains(version.storageClass())) {
      throw new OssRefusal(
              403, "InvalidObjectState", "The operation is not valid for the object's state")
          .with("ObjectName", call.key());
    }
    byte[] bytes = version.bytes();
    Range range = Range.of(call, bytes.length);
    OssAnswer answer = describe(bucket, version, OssAnswer.empty(range == null ? 200 : 206));
    if (range == null) {
      return answer.withBody(bytes);
    }
    answer.with("Content-Range", "bytes " + range.first + "-" + range.last + "/" + bytes.length);
    return answer.withBody(Arrays.copyOfRange(bytes, (int) range.first, (int) range.last + 1));
  }

  static OssAnswer head(OssBucket bucket, OssCall call) {
    OssVersion version = find(bucket, call);
    return describe(bucket, version, OssAnswer.empty(200)).withBody(version.bytes());
  }

  static OssAnswer delete(OssBucket bucket, OssCall call) {
    OssAnswer answer = OssAnswer.empty(204);
    if (call.asks("versionId")) {
      bucket.delete(call.key(), call.query("versionId", ""));
      return answer;
    }
    bucket
        .delete(call.key())
        .ifPresent(marker ->
            answer.with("x-oss-delete-marker", "true").with("x-oss-version-id", marker.id()));
    return answer;
  }

  private record Range(long first, long last) {

    /// The asked range, or null for the whole object, which is also the answer to a range that reaches
    /// beyond the end, unless the client asks for the behaviour of the standard.
    static @Nullable Range of(OssCall call, int size) {
      String header = call.header("range");
      Matcher matcher = RANGE.matcher(header == null ? "" : header);
      if (!matcher.matches() || (matcher.group(1) + matcher.group(2)).isEmpty()) {
        return null;
      }
      boolean standard = "standard".equals(call.header("x-oss-range-behavior"));
      long first;
      long last;
      if (matcher.group(1).isEmpty()) {
        first = Math.max(0, size - Long.parseLong(matcher.group(2)));
        last = size - 1L;
      } else {
        first = Long.parseLong(matcher.group(1));
        last = matcher.group(2).isEmpty() ? size - 1L : Long.parseLong(matcher.group(2));
      }
      if (first >= size && standard) {
        throw new OssRefusal(416, "InvalidRange", "The requested range cannot be satisfied.")
            .with("ActualObjectSize", String.valueOf(size))
            .with("RangeRequested", String.valueOf(header));
      }
      if (first >= size || first > last || (last >= size && !standard)) {
        return null;
      }
      return new Range(first, Math.min(last, size - 1L));
    }
  }

  private static OssVersion find(OssBucket bucket, OssCall call) {
    if (!call.asks("versionId")) {
      return bucket.current(call.key()).orElseThrow(() -> OssRefusal.noSuchKey(call.key()));
    }
    return bucket
        .version(call.key(), call.query("versionId", ""))
        .orElseThrow(
            () -> new OssRefusal(404, "NoSuchVersion", "The specified version does not exist."));
  }

  private static OssAnswer describe(OssBucket bucket, OssVersion version, OssAnswer answer) {
    version.headers().forEach(answer::with);
    if (!version.headers().containsKey("x-oss-hash-crc64ecma")) {
      answer.with("x-oss-hash-crc64ecma", Checksums.crc64(version.bytes()));
    }
    return versioned(bucket, version, answer)
        .with("ETag", Checksums.tag(version.bytes()))
        .with("Last-Modified", OssTimes.http(version.modified()))
        .with("Accept-Ranges", "bytes")
        .with("x-oss-object-type", "Normal");
  }

  static OssAnswer versioned(OssBucket bucket, OssVersion version, OssAnswer answer) {
    return bucket.versioning() == OssBucket.Versioning.NEVER
        ? answer
        : answer.with("x-oss-version-id", version.id());
  }

  /// The headers that are stored with an object, and the sum of its bytes as they came.
  static Map<String, String> kept(OssBucket bucket, OssCall call) {
    Map<String, String> kept = new TreeMap<>();
    call.headers()
        .forEach((name, value) -> {
          if (name.startsWith("x-oss-meta-")) {
            kept.put(name, value);
          }
        });
    String type = call.header("content-type");
    kept.put("content-type", type == null ? "application/octet-stream" : type);
    String storageClass = call.header("x-oss-storage-class");
    kept.put("x-oss-storage-class", storageClass == null ? bucket.storageClass() : storageClass);
    if (call.method().equals("PUT")) {
      kept.put("x-oss-hash-crc64ecma", Checksums.crc64(call.body()));
    }
    return kept;
  }

  static boolean forbidsOverwrite(OssCall call) {
    String forbid = call.header("x-oss-forbid-overwrite");
    if (forbid != null && !forbid.equals("true") && !forbid.equals("false")) {
      throw OssRefusal.invalidArgument("The value of x-oss-forbid-overwrite must be true or false.")
          .with("EC", "0017-00000279");
    }
    return "true".equals(forbid);
  }

  static void checkDigest(OssCall call) {
    String digest = call.header("content-md5");
    String real = Base64.getEncoder().encodeToString(Checksums.md5(call.body()));
    if (digest != null && !digest.equals(real)) {
      throw new OssRefusal(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
    }
  }

  static void checkTrafficLimit(OssCall call) {
    String limit = call.header("x-oss-traffic-limit");
    if (limit == null) {
      return;
    }
    if (!limit.matches("\\d{1,18}")
        || Long.parseLong(limit) < MIN_TRAFFIC
        || Long.parseLong(limit) > MAX_TRAFFIC) {
      throw OssRefusal.invalidArgument("The value of x-oss-traffic-limit is out of its range.");
    }
  }
}
