package io.csdr.cli.kube;

import io.csdr.cli.outcome.CliException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as kubectl's flags take them: `90s`, `1h30m`, `720h`, `1.5h`, or a bare number of seconds.
public final class GoDuration {
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?)(ns|us|µs|ms|s|m|h)");
  private static final Map<String, BigDecimal> NANOS =
      Map.of(
          "ns", BigDecimal.ONE,
          "us", BigDecimal.valueOf(1_000),
          "µs", BigDecimal.valueOf(1_000),
          "ms", BigDecimal.valueOf(1_000_000),
          "s", BigDecimal.valueOf(1_000_000_000),
          "m", BigDecimal.valueOf(60_000_000_000L),
          "h", BigDecimal.valueOf(3_600_000_000_000L));

  private GoDuration() {}

  /// Reads the value of `flag`.
  ///
  /// @throws CliException for anything that is no duration or longer than 290 years
  public static Duration parse(String flag, String text) {
    try {
      if (text.matches("\\d{1,9}")) {
        return Duration.ofSeconds(Long.parseLong(text));
      }
      Matcher parts = PART.matcher(text);
      BigDecimal nanos = BigDecimal.ZERO;
      int at = 0;
      while (parts.find() && parts.start() == at) {
        BigDecimal unit = NANOS.getOrDefault(parts.group(2), BigDecimal.ZERO);
        nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(unit));
        at = parts.end();
      }
      if (at == text.length() && at > 0) {
        return Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValueExact());
      }
    } catch (ArithmeticException e) {
      throw CliException.usage(flag + ": '" + text + "' is too long", "");
    }
    throw CliException.usage(
        flag + ": '" + text + "' is no duration", "write it as in 90s, 15m, 1h30m or 720h");
  }
}
