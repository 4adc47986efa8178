package io.csdr.testing.oss;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// An upload in parts that was begun and neither completed nor aborted.
record OssUpload(
    String id,
    String key,
    Map<String, String> headers,
    ConcurrentSkipListMap<Integer, Part> parts) {
  static final int MAX_PARTS = 10_000;

  /// The least size of all parts but the last.
  static final int MIN_PART = 100 << 10;

  @SuppressWarnings("ArrayRecordComponent")
  record Part(byte[] bytes, String tag, Instant modified) {}
}
