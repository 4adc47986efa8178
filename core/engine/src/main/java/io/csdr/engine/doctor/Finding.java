package io.csdr.engine.doctor;

import java.util.Locale;

/// What one check found: `grade` says whether it is in the way, `text` what is, `fix` what to do (empty
/// where nothing is to be done).
public record Finding(String check, Grade grade, String text, String fix) {
  /// How bad it is.
  public enum Grade {
    OK,
    WARN,
    FAIL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// All is well.
  public static Finding ok(String check, String text) {
    return new Finding(check, Grade.OK, text, "");
  }

  /// It works, but less well than it could.
  public static Finding warn(String check, String text, String fix) {
    return new Finding(check, Grade.WARN, text, fix);
  }

  /// Something will not work.
  public static Finding fail(String check, String text, String fix) {
    return new Finding(check, Grade.FAIL, text, fix);
  }
}
