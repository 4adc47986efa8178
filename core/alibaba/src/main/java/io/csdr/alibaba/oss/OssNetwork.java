package io.csdr.alibaba.oss;

import java.util.Locale;

/// Which of a region's endpoints is used.
public enum OssNetwork {
  /// From within the same region: free of charge, and not reachable from anywhere else.
  INTERNAL,
  /// From anywhere with Internet access.
  PUBLIC,
  /// From far away, through the nearest point of entry; must be switched on for the bucket.
  ACCELERATE;

  /// Reads `internal`, `public` or `accelerate`, in any case of letters.
  public static OssNetwork parse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "internal" -> INTERNAL;
      case "public" -> PUBLIC;
      case "accelerate" -> ACCELERATE;
      default ->
          throw new IllegalArgumentException(
              "network " + text + " is unknown; use internal, public or accelerate");
    };
  }
}
