package io.csdr.cli.term;

import org.jspecify.annotations.Nullable;

/// Which of the three standard streams are terminals.
public record Ttys(boolean in, boolean out, boolean err) {
  /// None of them.
  public static final Ttys NONE = new Ttys(false, false, false);

  /// Reads the launcher's finding, the digits of those descriptors that are terminals (`012`). Without
  /// a launcher nobody asked, and nothing is taken for a terminal.
  public static Ttys of(@Nullable String found) {
    return found == null
        ? NONE
        : new Ttys(found.contains("0"), found.contains("1"), found.contains("2"));
  }
}
