package io.csdr.cli.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one path, `.items[?(@.kind=="Pod")]..name` for example, from a text that may go on after it.
final class PathReader {
  private static final String ENDS_NAME = ".[]{}()'\"=!<>,| \t\n";

  private final String text;
  private int at;

  PathReader(String text) {
    this.text = text;
  }

  /// Reads the whole text as a path.
  ///
  /// @throws IllegalArgumentException that says where the text is no path
  static List<Step> read(String text) {
    PathReader reader = new PathReader(text.strip());
    List<Step> steps = reader.path();
    if (!reader.done()) {
      throw reader.wrong("unexpected '" + reader.text.charAt(reader.at) + "'");
    }
    return steps;
  }

  private List<Step> path() {
    List<Step> steps = new ArrayList<>();
    // The root and the current node are the same: each iteration of a range has its own root.
    if (!done() && (peek() == '$' || peek() == '@')) {
      at++;
    } else if (!done() && peek() != '.' && peek() != '[') {
      steps.add(new Step.Field(name()));
    }
    while (!done()) {
      if (peek() == '[') {
        at++;
        steps.add(brackets());
      } else if (peek() == '.') {
        at++;
        dot(steps);
      } else {
        break;
      }
    }
    return steps;
  }

  private void dot(List<Step> steps) {
    if (!done() && peek() == '.') {
      at++;
      steps.add(new Step.Descent());
      if (!done() && peek() == '[') {
        return;
      }
    }
    if (done() || peek() == '[') {
      return; // a lone dot is the node itself
    }
    if (peek() == '*') {
      at++;
      steps.add(new Step.Wildcard());
    } else {
      steps.add(new Step.Field(name()));
    }
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    while (!done() && ENDS_NAME.indexOf(peek()) < 0) {
      if (peek() == '\\' && at + 1 < text.length()) {
        at++; // an escaped dot belongs to the name
      }
      name.append(text.charAt(at++));
    }
    if (name.isEmpty()) {
      throw wrong("a field name is missing");
    }
    return name.toString();
  }

  private Step brackets() {
    List<Step> parts = new ArrayList<>();
    do {
      spaces();
      parts.add(part());
      spaces();
    } while (skip(","));
    expect("]");
    return parts.size() == 1 ? parts.getFirst() : new Step.Union(List.copyOf(parts));
  }

  private Step part() {
    if (done()) {
      throw wrong("']' is missing");
    }
    if (peek() == '\'' || peek() == '"') {
      return new Step.Field(quoted());
    }
    if (skip("*")) {
      return new Step.Wildcard();
    }
    return skip("?(") ? filter() : numbers();
  }

  private Step numbers() {
    Integer start = integer();
    if (!skip(":")) {
      if (start == null) {
        throw wrong("an index, a slice, '*', a quoted name or a filter is missing");
      }
      return new Step.Index(start);
    }
    Integer end = integer();
    Integer step = skip(":") ? integer() : null;
    if (step != null && step < 1) {
      throw wrong("the step of a slice must be positive");
    }
    return new Step.Slice(start, end, step == null ? 1 : step);
  }

  private Step filter() {
    Step.Operand left = operand();
    spaces();
    String operator = operator();
    Step.Operand right = operator == null ? null : operand();
    spaces();
    expect(")");
    return new Step.Filter(left, operator, right);
  }

  private @Nullable String operator() {
    for (String operator : List.of("==", "!=", "<=", ">=", "<", ">")) {
      if (skip(operator)) {
        return operator;
      }
    }
    return null;
  }

  private Step.Operand operand() {
    spaces();
    if (done()) {
      throw wrong("a filter ends too early");
    }
    char first = peek();
    if (first == '@' || first == '$' || first == '.') {
      return new Step.Operand.Path(List.copyOf(path()));
    }
    return new Step.Operand.Literal(literal(first));
  }

  private JsonNode literal(char first) {
    if (first == '\'' || first == '"') {
      return TextNode.valueOf(quoted());
    }
    int start = at;
    while (!done() && ") \t=!<>".indexOf(peek()) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    return switch (word) {
      case "true" -> BooleanNode.TRUE;
      case "false" -> BooleanNode.FALSE;
      case "null" -> NullNode.instance;
      default -> number(word);
    };
  }

  private JsonNode number(String word) {
    try {
      return DecimalNode.valueOf(new BigDecimal(word));
    } catch (NumberFormatException e) {
      throw wrong("'" + word + "' is neither a number nor a quoted text", e);
    }
  }

  private @Nullable Integer integer() {
    int start = at;
    if (!done() && peek() == '-') {
      at++;
    }
    while (!done() && Character.isDigit(peek())) {
      at++;
    }
    if (start == at) {
      return null;
    }
    try {
      return Integer.valueOf(text.substring(start, at));
    } catch (NumberFormatException e) {
      throw wrong("'" + text.substring(start, at) + "' is no index", e);
    }
  }

  private String quoted() {
    char quote = text.charAt(at++);
    StringBuilder content = new StringBuilder();
    while (!done() && peek() != quote) {
      if (peek() == '\\' && at + 1 < text.length()) {
        at++;
      }
      content.append(text.charAt(at++));
    }
    expect(String.valueOf(quote));
    return content.toString();
  }

  private void spaces() {
    while (!done() && Character.isWhitespace(peek())) {
      at++;
    }
  }

  private boolean skip(String token) {
    if (!text.startsWith(token, at)) {
      return false;
    }
    at += token.length();
    return true;
  }

  private void expect(String token) {
    if (!skip(token)) {
      throw wrong("'" + token + "' is missing");
    }
  }

  private boolean done() {
    return at >= text.length();
  }

  private char peek() {
    return text.charAt(at);
  }

  private IllegalArgumentException wrong(String what) {
    return wrong(what, null);
  }

  private IllegalArgumentException wrong(String what, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        what + " at character " + (at + 1) + " of {" + text + "}", cause);
  }
}
