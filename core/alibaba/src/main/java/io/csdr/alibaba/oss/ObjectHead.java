package io.csdr.alibaba.oss;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSErrorCode;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.model.HeadObjectRequest;
import com.aliyun.oss.model.ObjectMetadata;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;

/// What OSS tells of an object without its bytes.
///
/// @param marker what the put that made it called itself, empty if it was none of ours
/// @param sum the CRC-64 that OSS keeps, if it keeps one
record ObjectHead(long size, Instant modified, String marker, Optional<Long> sum) {
  /// The name of the user's metadata that holds the marker.
  static final String MARKER = "csdr-put";

  /// Asks for the object; none if there is none.
  static Optional<ObjectHead> ask(OSS client, String bucket, String key) throws IOException {
    try {
      return Optional.of(of(client.headObject(new HeadObjectRequest(bucket, key))));
    } catch (OSSException e) {
      if (isMissing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Whether there is no such object, as opposed to no such bucket.
  static boolean isMissing(OSSException failure) {
    return OSSErrorCode.NO_SUCH_KEY.equals(failure.getErrorCode());
  }

  /// Reads the headers of an answer.
  static ObjectHead of(ObjectMetadata metadata) throws IOException {
    Date modified = metadata.getLastModified();
    if (modified == null || metadata.getContentLength() < 0) {
      throw new IOException("an answer without size or time");
    }
    return new ObjectHead(
        metadata.getContentLength(),
        modified.toInstant(),
        marker(metadata),
        sum(metadata.getRawMetadata()));
  }

  /// The SDK knows metadata of users only by names in lower case, which a proxy may have changed; what
  /// it does not know is among the other headers, whose names are equal in any case.
  private static String marker(ObjectMetadata metadata) {
    String known = metadata.getUserMetadata().get(MARKER);
    return known != null
        ? known
        : String.valueOf(metadata.getRawMetadata().getOrDefault("x-oss-meta-" + MARKER, ""));
  }

  private static Optional<Long> sum(Map<String, Object> headers) throws IOException {
    Object sum = headers.get("x-oss-hash-crc64ecma");
    try {
      return sum == null
          ? Optional.empty()
          : Optional.of(Long.parseUnsignedLong(String.valueOf(sum)));
    } catch (NumberFormatException e) {
      throw new IOException("a sum that is no number", e);
    }
  }
}
