package io.csdr.vault.store;

/// The rule for keys that every store enforces.
public final class StoreKey {
  /// The longest key in characters.
  public static final int MAX_CHARS = 512;

  private StoreKey() {}

  /// Returns the key if it is well-formed.
  ///
  /// @throws IllegalArgumentException when it is not
  public static String check(String key) {
    if (!isValid(key)) {
      throw new IllegalArgumentException("malformed store key: " + printable(key));
    }
    return key;
  }

  /// Whether the key is non-empty segments of `[a-z0-9._-]`, none being `.` or `..`, joined by `/`.
  public static boolean isValid(String key) {
    if (key.isEmpty() || key.length() > MAX_CHARS) {
      return false;
    }
    for (String segment : key.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
      for (int i = 0; i < segment.length(); i++) {
        if (!isAllowed(segment.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }

  /// Returns the prefix if some key could start with it; the empty one always can.
  ///
  /// @throws IllegalArgumentException when none can
  public static String checkPrefix(String prefix) {
    boolean open = prefix.isEmpty() || prefix.endsWith("/");
    if (!isValid(open ? prefix + "x" : prefix) && !isValid(prefix + "x")) {
      throw new IllegalArgumentException("malformed store prefix: " + printable(prefix));
    }
    return prefix;
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  }

  private static String printable(String key) {
    String shown = key.length() > 80 ? key.substring(0, 80) + "…" : key;
    return shown.replaceAll("[^ -~…]", "?");
  }
}
