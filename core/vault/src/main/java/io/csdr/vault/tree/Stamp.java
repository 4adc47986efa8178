package io.csdr.vault.tree;

/// A point in time as file systems keep it: seconds since 1970 of any sign, and nanoseconds below 10^9.
public record Stamp(long seconds, int nanos) {
  /// 1970-01-01T00:00:00Z.
  public static final Stamp EPOCH = new Stamp(0, 0);

  public Stamp {
    if (nanos < 0 || nanos > 999_999_999) {
      throw new IllegalArgumentException("nanoseconds out of range: " + nanos);
    }
  }
}
