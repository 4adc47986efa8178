package io.csdr.s3;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What requests are signed with. Nothing of it but the id is ever printed.
///
/// @param token the session token of temporary keys, else null
/// @param expires when temporary keys end, where that is known
public record AccessKey(
    String id, String secret, @Nullable String token, @Nullable Instant expires) {

  /// Checks the parts.
  ///
  /// @throws IllegalArgumentException when a part could not be sent; the message does not show it
  public AccessKey {
    if (!isWord(id) || !isWord(secret) || (token != null && !isWord(token))) {
      throw new IllegalArgumentException(
          "an access key has blanks or characters outside ASCII in it, or an empty part");
    }
  }

  /// A key that lasts.
  public static AccessKey of(String id, String secret) {
    return new AccessKey(id, secret, null, null);
  }

  @Override
  public String toString() {
    return "AccessKey[" + id + "]";
  }

  private static boolean isWord(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
