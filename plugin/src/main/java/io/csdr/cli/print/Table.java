package io.csdr.cli.print;

import io.csdr.cli.text.SafeText;
import java.io.PrintStream;
import java.util.List;

/// Lines up cells as kubectl does: columns at least 6 wide, 3 spaces between them, none at the end.
final class Table {
  private static final int MIN_WIDTH = 6;
  private static final int GAP = 3;

  private Table() {}

  static void print(List<List<String>> rows, PrintStream out) {
    if (rows.isEmpty()) {
      return;
    }
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(Math.max(widths[i], MIN_WIDTH), width(row.get(i)));
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = SafeText.of(row.get(i));
        line.append(cell);
        if (i < widths.length - 1) {
          line.repeat(' ', widths[i] + GAP - width(row.get(i)));
        }
      }
      out.println(line);
    }
  }

  private static int width(String cell) {
    String safe = SafeText.of(cell);
    return safe.codePointCount(0, safe.length());
  }
}
