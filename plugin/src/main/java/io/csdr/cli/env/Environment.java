package io.csdr.cli.env;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The variables, the home and the working directory of the process. A variable that is set to nothing
/// counts as unset, as the XDG rules and kubectl have it.
public record Environment(Map<String, String> variables, Path home, Path directory) {
  public Environment {
    variables = Map.copyOf(variables);
  }

  /// The environment of this process, whose variables only a `Main` may read.
  public static Environment of(Map<String, String> variables) {
    String home = variables.getOrDefault("HOME", System.getProperty("user.home"));
    return new Environment(variables, Path.of(home), Path.of("").toAbsolutePath());
  }

  /// The variable's value, or null where it is unset or empty.
  public @Nullable String variable(String name) {
    String value = variables.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /// `$XDG_DATA_HOME/csdr`.
  public Path dataHome() {
    return xdg("XDG_DATA_HOME", ".local/share");
  }

  /// `$XDG_CONFIG_HOME/csdr`.
  public Path configHome() {
    return xdg("XDG_CONFIG_HOME", ".config");
  }

  /// The path as the user means it: relative to the working directory, with a leading `~/` for home.
  public Path path(String typed) {
    return typed.startsWith("~/") ? home.resolve(typed.substring(2)) : directory.resolve(typed);
  }

  private Path xdg(String name, String otherwise) {
    String value = variable(name);
    Path base = value == null ? null : Path.of(value);
    // The XDG rules say that a relative path is to be ignored.
    return (base != null && base.isAbsolute() ? base : home.resolve(otherwise)).resolve("csdr");
  }
}
