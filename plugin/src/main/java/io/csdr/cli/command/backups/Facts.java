package io.csdr.cli.command.backups;

import io.csdr.cli.text.SafeText;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Prints what a description tells: a title and a value on a line, or a title with a list below.
record Facts(PrintStream out) {

  void line(String title, String value) {
    out.println(SafeText.of(String.format("%-13s %s", title.isEmpty() ? "" : title + ":", value)));
  }

  void time(String title, @Nullable Instant time) {
    line(title, time == null ? "<none>" : time.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /// Prints nothing where there are no items.
  void list(String title, List<String> items) {
    if (!items.isEmpty()) {
      out.println(title + ":");
      items.forEach(item -> out.println(SafeText.of("  " + item)));
    }
  }
}
