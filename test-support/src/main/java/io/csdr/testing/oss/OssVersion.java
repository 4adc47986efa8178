package io.csdr.testing.oss;

import java.time.Instant;
import java.util.Map;

/// One version of an object, or the mark that it was deleted. `headers` are those that come back with
/// it, in lower case.
@SuppressWarnings("ArrayRecordComponent")
record OssVersion(
    String id, boolean marker, byte[] bytes, Instant modified, Map<String, String> headers) {
  /// The id of a version in a bucket without versioning, or with suspended versioning.
  static final String NULL_ID = "null";

  String storageClass() {
    return headers.getOrDefault("x-oss-storage-class", "Standard");
  }

  OssVersion withBytes(byte[] other) {
    return new OssVersion(id, marker, other, modified, headers);
  }
}
