package io.csdr.cli.print;

import java.util.function.Function;

/// One column of a table; a `wide` one is shown with `-o wide` only.
public record Column<T>(String title, boolean wide, Function<T, String> cell) {
  /// A column that is always shown.
  public static <T> Column<T> of(String title, Function<T, String> cell) {
    return new Column<>(title, false, cell);
  }

  /// A column of `-o wide`.
  public static <T> Column<T> wide(String title, Function<T, String> cell) {
    return new Column<>(title, true, cell);
  }
}
