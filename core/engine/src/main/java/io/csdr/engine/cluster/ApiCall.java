package io.csdr.engine.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One HTTP request to the API server. `verb` is the Kubernetes verb, for messages.
record ApiCall(
    String verb,
    String method,
    String path,
    Map<String, String> query,
    String accept,
    @Nullable String contentType,
    @Nullable String body) {
  static final String JSON = "application/json";

  static ApiCall get(String verb, String path) {
    return new ApiCall(verb, "GET", path, Map.of(), JSON, null, null);
  }

  static ApiCall send(String verb, String method, String path, String contentType, JsonNode body) {
    return new ApiCall(verb, method, path, Map.of(), JSON, contentType, Json.text(body));
  }

  /// The same call with one more query parameter; null leaves it out.
  ApiCall with(String name, @Nullable String value) {
    if (value == null) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(query);
    more.put(name, value);
    return new ApiCall(verb, method, path, more, accept, contentType, body);
  }

  /// The same call asking for another media type.
  ApiCall accepting(String mediaTypes) {
    return new ApiCall(verb, method, path, query, mediaTypes, contentType, body);
  }

  /// Path and query as they go on the wire.
  String target() {
    StringBuilder target = new StringBuilder(path);
    char separator = '?';
    for (Map.Entry<String, String> parameter : query.entrySet()) {
      target.append(separator).append(parameter.getKey()).append('=');
      target.append(Segment.encode(parameter.getValue()));
      separator = '&';
    }
    return target.toString();
  }
}
