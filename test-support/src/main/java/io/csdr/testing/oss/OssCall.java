package io.csdr.testing.oss;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One request as it came: `bucket` and `key` are empty where it has none, names of headers are lower
/// case, parameters without a value have the empty one.
@SuppressWarnings("ArrayRecordComponent")
record OssCall(
    String method,
    Address address,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {
  private static final Pattern NO_NAME = Pattern.compile("[0-9.]+|\\[.*]|localhost");
  private static final Pattern SERVICE = Pattern.compile("(s3\\.)?oss[-.].*");

  /// What a request is for, and the host name by which it was asked.
  record Address(String host, String bucket, String key) {}

  static OssCall of(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    Headers received = exchange.getRequestHeaders();
    for (Map.Entry<String, List<String>> header : received.entrySet()) {
      headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue().getFirst());
    }
    URI uri = exchange.getRequestURI();
    return new OssCall(
        exchange.getRequestMethod(),
        address(headers.getOrDefault("host", "localhost"), uri.getRawPath()),
        query(uri.getRawQuery()),
        headers,
        exchange.getRequestBody().readAllBytes());
  }

  String bucket() {
    return address.bucket();
  }

  String key() {
    return address.key();
  }

  boolean asks(String parameter) {
    return query.containsKey(parameter);
  }

  String query(String parameter, String otherwise) {
    return query.getOrDefault(parameter, otherwise);
  }

  @Nullable String header(String name) {
    return headers.get(name);
  }

  OssCall withBody(byte[] other) {
    return new OssCall(method, address, query, headers, other);
  }

  /// Virtual-hosted where the host's first label is a bucket, else with the bucket first in the path.
  static Address address(String hostAndPort, String rawPath) {
    String host = hostAndPort.replaceFirst(":\\d+$", "");
    String path = decoded(rawPath.replaceFirst("^/", ""));
    int dot = host.indexOf('.');
    if (!NO_NAME.matcher(host).matches() && !SERVICE.matcher(host).matches() && dot > 0) {
      return new Address(host.substring(dot + 1), host.substring(0, dot), path);
    }
    int slash = path.indexOf('/');
    return slash < 0
        ? new Address(host, path, "")
        : new Address(host, path.substring(0, slash), path.substring(slash + 1));
  }

  static Map<String, String> query(@Nullable String rawQuery) {
    Map<String, String> query = new TreeMap<>();
    if (rawQuery == null || rawQuery.isEmpty()) {
      return query;
    }
    for (String pair : rawQuery.split("&", -1)) {
      int equals = pair.indexOf('=');
      query.put(
          decoded(equals < 0 ? pair : pair.substring(0, equals)),
          equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
