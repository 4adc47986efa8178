package io.csdr.alibaba.oss;

import java.util.regex.Pattern;

/// Where a vault lies: a bucket, and what all its keys begin with, which is empty for the whole bucket
/// and has no slash at either end otherwise.
public record OssLocation(String bucket, String prefix) {
  private static final String SCHEME = "oss://";
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");

  /// Leaves room for a store's longest key in the 1023 bytes that OSS allows.
  private static final int MAX_PREFIX = 500;

  public OssLocation {
    if (!BUCKET.matcher(bucket).matches()) {
      throw new IllegalArgumentException(
          "bucket name "
              + printable(bucket)
              + ": 3 to 63 lower-case letters, digits and hyphens, with no hyphen at either end");
    }
    checkPrefix(prefix);
  }

  /// Whether this is meant as an address in OSS.
  public static boolean isAddress(String text) {
    return text.startsWith(SCHEME);
  }

  /// Reads `oss://bucket` or `oss://bucket/prefix`.
  ///
  /// @throws IllegalArgumentException when it is none, with the rule that it breaks
  public static OssLocation parse(String address) {
    if (!isAddress(address)) {
      throw new IllegalArgumentException(
          printable(address) + " is not an address of the form oss://bucket/prefix");
    }
    String rest = address.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    if (slash < 0) {
      return new OssLocation(rest, "");
    }
    String prefix = rest.substring(slash + 1);
    return new OssLocation(
        rest.substring(0, slash),
        prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix);
  }

  /// What the key of an object in the bucket begins with: empty, or the prefix and a slash.
  String base() {
    return prefix.isEmpty() ? "" : prefix + "/";
  }

  @Override
  public String toString() {
    return SCHEME + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
  }

  private static void checkPrefix(String prefix) {
    if (prefix.isEmpty()) {
      return;
    }
    if (prefix.indexOf('\\') >= 0) {
      throw new IllegalArgumentException(
          "prefix " + printable(prefix) + ": a backslash separates nothing in OSS; use slashes");
    }
    if (prefix.length() > MAX_PREFIX) {
      throw new IllegalArgumentException("prefix of more than " + MAX_PREFIX + " characters");
    }
    for (String segment : prefix.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new IllegalArgumentException(
            "prefix " + printable(prefix) + ": empty parts, . and .. are not allowed");
      }
    }
    if (prefix.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IllegalArgumentException(
          "prefix " + printable(prefix) + ": only printable ASCII characters are allowed");
    }
  }

  private static String printable(String text) {
    String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return "\"" + shown.replaceAll("[^ -~…]", "?") + "\"";
  }
}
