package io.csdr.model;

import java.util.Locale;

/// Amounts of bytes as people read them.
public final class ByteSize {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private ByteSize() {}

  /// One decimal and a binary unit: `0B`, `999B`, `1.5KiB`, `80.5MiB`; no space, so that it can stand in a
  /// table.
  public static String of(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.95 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f%s" : "%.1f%s", value, UNITS[unit]);
  }
}
