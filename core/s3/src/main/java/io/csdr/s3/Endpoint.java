package io.csdr.s3;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;

/// The URLs of one bucket.
///
/// @param origin scheme, host and, where it is not the scheme's own, port
/// @param path what goes before the slash of a key: nothing, or a slash and the bucket
record Endpoint(String origin, String path) {

  static Endpoint of(S3Settings settings, String bucket) {
    URI own = settings.endpoint();
    String scheme = own == null ? "https" : own.getScheme().toLowerCase(Locale.ROOT);
    String host = own == null ? aws(settings.region()) : own.getHost().toLowerCase(Locale.ROOT);
    String authority = own == null ? host : host + port(own, scheme);
    boolean inHost =
        switch (settings.addressing()) {
          // A certificate for *.s3… covers no name with one more dot.
          case AUTO -> own == null && !bucket.contains(".");
          case PATH -> false;
          case VIRTUAL -> true;
        };
    return inHost
        ? new Endpoint(scheme + "://" + bucket + "." + authority, "")
        : new Endpoint(scheme + "://" + authority, "/" + bucket);
  }

  /// The URL of an object, or of the bucket where `key` is empty, with an encoded query in signing order.
  URI url(String key, SortedMap<String, String> query) {
    String url = origin + path + "/" + Encoding.path(key);
    return URI.create(query.isEmpty() ? url : url + "?" + query(query));
  }

  /// The query as it is sent and signed.
  static String query(SortedMap<String, String> query) {
    StringJoiner joined = new StringJoiner("&");
    for (Map.Entry<String, String> entry : query.entrySet()) {
      joined.add(Encoding.word(entry.getKey()) + "=" + Encoding.word(entry.getValue()));
    }
    return joined.toString();
  }

  private static String aws(String region) {
    String name = region.toLowerCase(Locale.ROOT);
    return "s3." + name + (name.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com");
  }

  /// Left out where it is the scheme's own, as the client leaves it out of the signed `Host` header.
  private static String port(URI endpoint, String scheme) {
    int port = endpoint.getPort();
    boolean usual = port < 0 || port == (scheme.equals("https") ? 443 : 80);
    return usual ? "" : ":" + port;
  }
}
