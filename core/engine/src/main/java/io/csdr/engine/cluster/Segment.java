package io.csdr.engine.cluster;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Names as parts of a URL.
final class Segment {
  private Segment() {}

  /// One path segment or query value. A name that would change the path is refused, as the API server
  /// itself refuses it.
  static String encode(String text) {
    if (text.isEmpty() || text.equals(".") || text.equals("..")) {
      throw new IllegalArgumentException("not a name: '" + text + "'");
    }
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
