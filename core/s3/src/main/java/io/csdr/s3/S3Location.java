package io.csdr.s3;

import java.util.regex.Pattern;

/// Where in S3 a vault lies: a bucket, and the part of every key before the vault's own, without slashes at
/// its ends and empty for the bucket's top.
public record S3Location(String bucket, String prefix) {
  /// What a location begins with.
  public static final String SCHEME = "s3://";

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9!_.*'()=@+-]+");

  /// Leaves room for the longest key of a store in the 1024 bytes that S3 allows.
  private static final int LONGEST_PREFIX = 500;

  /// Checks the parts.
  ///
  /// @throws IllegalArgumentException when S3 allows no bucket of this name, or the prefix is malformed
  public S3Location {
    if (!BUCKET.matcher(bucket).matches()
        || bucket.contains("..")
        || ADDRESS.matcher(bucket).matches()) {
      throw new IllegalArgumentException(
          "'"
              + printable(bucket)
              + "' is no name of a bucket: 3 to 63 lower-case letters, digits, '.' and '-'");
    }
    if (!prefix.isEmpty() && !isPath(prefix)) {
      throw new IllegalArgumentException(
          "'"
              + printable(prefix)
              + "' is no prefix: letters, digits and !_.*'()=@+- between single slashes, at most "
              + LONGEST_PREFIX
              + " characters");
    }
  }

  /// Reads `s3://BUCKET[/PREFIX]`; one slash at the end is allowed and means nothing.
  ///
  /// @throws IllegalArgumentException when it is not of this form
  public static S3Location parse(String text) {
    if (!text.startsWith(SCHEME)) {
      throw new IllegalArgumentException("'" + printable(text) + "' does not begin with " + SCHEME);
    }
    String path = text.substring(SCHEME.length());
    int slash = path.indexOf('/');
    if (slash < 0) {
      return new S3Location(path, "");
    }
    String prefix = path.substring(slash + 1);
    boolean slashed = prefix.endsWith("/");
    return new S3Location(
        path.substring(0, slash), slashed ? prefix.substring(0, prefix.length() - 1) : prefix);
  }

  /// The whole key of an object of the vault, or the beginning of the keys that begin with `key`.
  String key(String key) {
    return prefix.isEmpty() ? key : prefix + "/" + key;
  }

  /// The location as [#parse] reads it.
  @Override
  public String toString() {
    return SCHEME + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
  }

  private static boolean isPath(String prefix) {
    if (prefix.length() > LONGEST_PREFIX) {
      return false;
    }
    for (String segment : prefix.split("/", -1)) {
      if (!SEGMENT.matcher(segment).matches() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }

  private static String printable(String text) {
    String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return shown.replaceAll("[^ -~…]", "?");
  }
}
