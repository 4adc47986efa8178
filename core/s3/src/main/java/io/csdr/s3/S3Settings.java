package io.csdr.s3;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How S3 is reached.
///
/// @param endpoint scheme, host and port of the service; null for AWS in `region`
/// @param region the region that signatures name; most services outside AWS accept any
/// @param addressing where the bucket's name stands in a request
/// @param caBundle PEM certificates to trust instead of the Java runtime's; null for those
/// @param proxy the HTTP proxy; null for a direct connection
/// @param patience how long one call goes on trying after failures that may pass
public record S3Settings(
    @Nullable URI endpoint,
    String region,
    Addressing addressing,
    @Nullable Path caBundle,
    @Nullable URI proxy,
    Duration patience) {
  /// The region where nobody names one.
  public static final String DEFAULT_REGION = "us-east-1";

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /// Where the bucket's name stands.
  public enum Addressing {
    /// In the path for an endpoint of one's own, else in the host's name.
    AUTO,
    /// `https://endpoint/bucket/key`.
    PATH,
    /// `https://bucket.endpoint/key`.
    VIRTUAL
  }

  /// Checks the parts.
  ///
  /// @throws IllegalArgumentException when the endpoint is no URL of a server or the region no word
  public S3Settings {
    if (!REGION.matcher(region).matches()) {
      throw new IllegalArgumentException("the region is no word of letters, digits and '-'");
    }
    if (endpoint != null && !isServer(endpoint)) {
      // Without the text: somebody may have put a password into it.
      throw new IllegalArgumentException(
          "the endpoint is no URL like https://s3.example.com or http://10.0.0.1:9000");
    }
  }

  /// AWS in that region.
  public static S3Settings aws(String region) {
    return new S3Settings(null, region, Addressing.AUTO, null, null, PATIENCE);
  }

  /// The service at that endpoint.
  public static S3Settings at(URI endpoint) {
    return new S3Settings(endpoint, DEFAULT_REGION, Addressing.AUTO, null, null, PATIENCE);
  }

  /// The same through a proxy, or directly.
  public S3Settings via(@Nullable URI otherProxy) {
    return new S3Settings(endpoint, region, addressing, caBundle, otherProxy, patience);
  }

  /// The same, trusting these certificates.
  public S3Settings trusting(Path bundle) {
    return new S3Settings(endpoint, region, addressing, bundle, proxy, patience);
  }

  /// The same with other patience.
  public S3Settings patient(Duration longest) {
    return new S3Settings(endpoint, region, addressing, caBundle, proxy, longest);
  }

  private static boolean isServer(URI endpoint) {
    String scheme = endpoint.getScheme();
    String path = endpoint.getRawPath();
    return ("http".equals(scheme) || "https".equals(scheme))
        && endpoint.getHost() != null
        && endpoint.getRawUserInfo() == null
        && endpoint.getRawQuery() == null
        && endpoint.getRawFragment() == null
        && (path.isEmpty() || path.equals("/"));
  }
}
