package io.csdr.alibaba.oss;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;

/// How a bucket is reached.
///
/// @param region the bucket's region, such as `cn-hangzhou`; may be empty where the endpoint tells it
/// @param network which endpoint of the region, unless one is given
/// @param endpoint a host name or URL to use instead
/// @param trafficLimit the most bits per second of each single transfer, 819,200 to 838,860,800
/// @param proxy the HTTP proxy to go through, as `http://host:port`
/// @param retry what is done about failures that pass
public record OssSettings(
    Optional<String> region,
    OssNetwork network,
    Optional<String> endpoint,
    OptionalInt trafficLimit,
    Optional<URI> proxy,
    RetryPolicy retry) {
  private static final int MIN_TRAFFIC = 819_200;
  private static final int MAX_TRAFFIC = 838_860_800;

  public OssSettings {
    if (trafficLimit.isPresent()
        && (trafficLimit.getAsInt() < MIN_TRAFFIC || trafficLimit.getAsInt() > MAX_TRAFFIC)) {
      throw new IllegalArgumentException(
          "traffic limit of %,d bit/s: OSS takes %,d to %,d"
              .formatted(trafficLimit.getAsInt(), MIN_TRAFFIC, MAX_TRAFFIC));
    }
  }

  /// One of a region's own endpoints.
  public static OssSettings of(String region, OssNetwork network) {
    return new OssSettings(
        Optional.of(region),
        network,
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        RetryPolicy.standard());
  }

  /// This endpoint, which also tells the region if it is one of OSS's own.
  public static OssSettings at(String endpoint) {
    return new OssSettings(
        Optional.empty(),
        OssNetwork.PUBLIC,
        Optional.of(endpoint),
        OptionalInt.empty(),
        Optional.empty(),
        RetryPolicy.standard());
  }

  public OssSettings withRegion(String other) {
    return new OssSettings(Optional.of(other), network, endpoint, trafficLimit, proxy, retry);
  }

  public OssSettings withEndpoint(String other) {
    return new OssSettings(region, network, Optional.of(other), trafficLimit, proxy, retry);
  }

  public OssSettings withTrafficLimit(int bitsPerSecond) {
    return new OssSettings(region, network, endpoint, OptionalInt.of(bitsPerSecond), proxy, retry);
  }

  public OssSettings withProxy(URI other) {
    return new OssSettings(region, network, endpoint, trafficLimit, Optional.of(other), retry);
  }

  public OssSettings withRetry(RetryPolicy other) {
    return new OssSettings(region, network, endpoint, trafficLimit, proxy, other);
  }
}
