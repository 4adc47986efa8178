package io.csdr.cli.flag;

import io.csdr.cli.outcome.CliException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as kubectl's users write them: `90s`, `5m`, `1h30m`, and days as `30d`.
public final class Durations {
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(d|h|m|s)");

  private Durations() {}

  /// Reads the value of a flag.
  ///
  /// @throws CliException naming the flag when it is no duration
  public static Duration parse(String flag, String typed) {
    Matcher part = PART.matcher(typed);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      long count = Long.parseLong(part.group(1));
      sum =
          sum.plus(
              switch (part.group(2)) {
                case "d" -> Duration.ofDays(count);
                case "h" -> Duration.ofHours(count);
                case "m" -> Duration.ofMinutes(count);
                default -> Duration.ofSeconds(count);
              });
      end = part.end();
    }
    if (end == 0 && typed.equals("0")) {
      return Duration.ZERO;
    }
    if (end == 0 || end != typed.length()) {
      throw CliException.usage(
          flag + " " + typed + " is no duration", "write it like 90s, 5m, 1h30m or 30d");
    }
    return sum;
  }
}
