package io.csdr.testing.oss;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An access key that the double knows; a temporary one has a token and a time at which it expires.
public record OssKey(
    String id, String secret, @Nullable String token, @Nullable Instant expiration) {

  /// A key of a user, which has no token and never expires.
  public static OssKey ofUser(String id, String secret) {
    return new OssKey(id, secret, null, null);
  }

  /// A key of an assumed role.
  public static OssKey ofRole(String id, String secret, String token, Instant expiration) {
    return new OssKey(id, secret, token, expiration);
  }
}
