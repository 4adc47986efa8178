package io.csdr.alibaba.oss;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A key that signs requests. A temporary one comes with a token.
public record OssAccessKey(String id, String secret, @Nullable String token) {
  public OssAccessKey {
    Objects.requireNonNull(id, "id is null");
    Objects.requireNonNull(secret, "secret is null");
  }

  /// Tells which kind it is and nothing that is secret.
  @Override
  public String toString() {
    return token == null ? "access key of a user" : "access key of a role";
  }
}
