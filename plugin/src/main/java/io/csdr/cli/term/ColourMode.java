package io.csdr.cli.term;

import io.csdr.cli.env.Environment;
import io.csdr.cli.text.Style;
import java.util.Locale;

/// When text is coloured.
public enum ColourMode {
  AUTO,
  ALWAYS,
  NEVER;

  /// The style for a stream. `AUTO` colours terminals only, never with `NO_COLOR` or a dumb terminal,
  /// and always with `CLICOLOR_FORCE`.
  public Style style(Environment environment, boolean tty) {
    boolean coloured =
        switch (this) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO -> {
            if (environment.variable("NO_COLOR") != null) {
              yield false;
            }
            String force = environment.variable("CLICOLOR_FORCE");
            if (force != null && !force.equals("0")) {
              yield true;
            }
            yield tty && !"dumb".equals(environment.variable("TERM"));
          }
        };
    return coloured ? Style.COLOURED : Style.PLAIN;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
