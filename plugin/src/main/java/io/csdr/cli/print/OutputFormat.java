package io.csdr.cli.print;

import io.csdr.cli.jsonpath.JsonPathTemplate;
import io.csdr.cli.outcome.CliException;
import org.jspecify.annotations.Nullable;

/// How results are printed.
public sealed interface OutputFormat {
  /// The allowed values, for help and errors.
  String ALLOWED = "json, yaml, name, wide, jsonpath=TEMPLATE";

  /// Columns for people; `wide` has more of them.
  record Table(boolean wide) implements OutputFormat {}

  record Json() implements OutputFormat {}

  record Yaml() implements OutputFormat {}

  /// One reference per line.
  record Name() implements OutputFormat {}

  record JsonPath(JsonPathTemplate template) implements OutputFormat {}

  /// Reads the value of `-o`; null is the table.
  ///
  /// @throws CliException for anything else than the allowed values
  static OutputFormat parse(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return new Table(false);
    }
    return switch (text) {
      case "wide" -> new Table(true);
      case "json" -> new Json();
      case "yaml" -> new Yaml();
      case "name" -> new Name();
      default -> jsonPath(text);
    };
  }

  private static OutputFormat jsonPath(String text) {
    if (!text.startsWith("jsonpath=")) {
      throw CliException.usage(
          "unable to match a printer suitable for the output format \"" + text + "\"",
          "allowed formats are: " + ALLOWED);
    }
    try {
      return new JsonPath(JsonPathTemplate.parse(text.substring("jsonpath=".length())));
    } catch (IllegalArgumentException e) {
      throw CliException.usage("-o jsonpath: " + e.getMessage(), "");
    }
  }
}
