package io.csdr.s3;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Percent-encoding as signatures want it: all but letters, digits and `-._~`, upper-case hex.
final class Encoding {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Encoding() {}

  /// A name or value of a query.
  static String word(String text) {
    return encode(text, false);
  }

  /// A key, whose slashes stay.
  static String path(String text) {
    return encode(text, true);
  }

  private static String encode(String text, boolean slashes) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (isPlain(c) || (slashes && c == '/')) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~".indexOf(c) >= 0;
  }
}
