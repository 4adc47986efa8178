package io.csdr.cli.text;

/// Text that came from a cluster or a vault, made harmless for a terminal.
public final class SafeText {
  private SafeText() {}

  /// The text with every control character but line breaks and tabs shown as `\xNN`, so that a name
  /// cannot move the cursor or recolour the screen.
  public static String of(String text) {
    if (text.chars().noneMatch(SafeText::harmful)) {
      return text;
    }
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (harmful(c)) {
            safe.append(String.format("\\x%02x", c));
          } else {
            safe.appendCodePoint(c);
          }
        });
    return safe.toString();
  }

  private static boolean harmful(int c) {
    return (c < ' ' && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
  }
}
