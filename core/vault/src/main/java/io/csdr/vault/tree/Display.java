package io.csdr.vault.tree;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Shows raw bytes to people without letting them control a terminal.
final class Display {
  private Display() {}

  /// UTF-8 as it is; ill-formed bytes, control characters and the backslash as `\xNN`.
  static String of(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      append(text, out.flip());
      out.clear();
      if (!result.isError()) {
        return text.toString();
      }
      for (int i = 0; i < result.length(); i++) {
        escape(text, in.get());
      }
      decoder.reset();
    }
  }

  private static void append(StringBuilder text, CharBuffer part) {
    part.codePoints()
        .forEach(point -> {
          if (point == '\\' || Character.isISOControl(point) || directs(point)) {
            for (byte b : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
              escape(text, b);
            }
          } else {
            text.appendCodePoint(point);
          }
        });
  }

  /// Characters that change the direction or the lines of the text around them.
  private static boolean directs(int point) {
    return switch (Character.getType(point)) {
      case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }

  private static void escape(StringBuilder text, byte b) {
    text.append("\\x").append(HexFormat.of().toHexDigits(b));
  }
}
