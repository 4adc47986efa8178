package io.csdr.alibaba.oss;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The address to talk to and the region to sign for, as settings give them.
///
/// @param url scheme, host and port
/// @param pathStyle whether the bucket is part of the path and not of the host name, which an address
///     in numbers and `localhost` need
record OssEndpoint(URI url, String region, boolean pathStyle) {
  private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern REGIONAL =
      Pattern.compile("(?:[a-z0-9.-]+\\.)?oss-([a-z0-9-]+?)(?:-internal)?\\.aliyuncs\\.com");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-f:.]+]|localhost");

  static OssEndpoint of(OssSettings settings) {
    URI url = url(settings);
    String host = url.getHost();
    String region =
        settings
            .region()
            .map(OssEndpoint::region)
            .or(() -> regionOf(host))
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "the region of the bucket is not known; name it, for example cn-hangzhou"));
    return new OssEndpoint(url, region, ADDRESS.matcher(host).matches());
  }

  /// The region without the prefix that `oss-cn-hangzhou` has in listings of buckets.
  private static String region(String given) {
    String region = given.strip().toLowerCase(Locale.ROOT).replaceFirst("^oss-", "");
    if (!REGION.matcher(region).matches()) {
      throw new IllegalArgumentException(
          "region " + given + " is malformed; it looks like cn-hangzhou");
    }
    return region;
  }

  private static Optional<String> regionOf(String host) {
    Matcher regional = REGIONAL.matcher(host);
    return regional.matches() && !regional.group(1).equals("accelerate")
        ? Optional.of(regional.group(1))
        : Optional.empty();
  }

  private static URI url(OssSettings settings) {
    if (settings.endpoint().isPresent()) {
      return custom(settings.endpoint().get());
    }
    String region = region(settings.region().orElse(""));
    return URI.create(
        switch (settings.network()) {
          case INTERNAL -> "https://oss-" + region + "-internal.aliyuncs.com";
          case PUBLIC -> "https://oss-" + region + ".aliyuncs.com";
          case ACCELERATE -> "https://oss-accelerate.aliyuncs.com";
        });
  }

  private static URI custom(String given) {
    String text = given.strip().toLowerCase(Locale.ROOT);
    try {
      URI url =
          URI.create((text.contains("://") ? text : "https://" + text).replaceFirst("/$", ""));
      boolean known = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      boolean bare = "".equals(url.getRawPath()) && url.getRawQuery() == null;
      if (known && bare && url.getHost() != null && url.getUserInfo() == null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // The same advice as for other malformed ones.
    }
    throw new IllegalArgumentException(
        "endpoint " + given + " is malformed; it looks like https://oss-cn-hangzhou.aliyuncs.com");
  }
}
