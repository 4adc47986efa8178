package io.csdr.cli.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A template in kubectl's JSONPath language: plain text with actions in braces.
///
/// ```
/// {.metadata.name}  {..name}  {.items[*].status['phase','run']}  {.items[?(@.status.phase=="Failed")]}
/// {range .items[*]}{.metadata.name}{"\t"}{.status.phase}{"\n"}{end}
/// ```
/// Several results of one action are separated by a space; what is not there is printed as nothing.
public final class JsonPathTemplate {
  private final List<Piece> pieces;

  private JsonPathTemplate(List<Piece> pieces) {
    this.pieces = pieces;
  }

  /// Reads a template. A text without any brace is taken as one path.
  ///
  /// @throws IllegalArgumentException that says what is wrong where
  public static JsonPathTemplate parse(String template) {
    String text = template.indexOf('{') < 0 ? "{" + template + "}" : template;
    Deque<Open> open = new ArrayDeque<>();
    open.push(new Open(List.of(), new ArrayList<>()));
    int at = 0;
    while (at < text.length()) {
      int brace = text.indexOf('{', at);
      String plain = text.substring(at, brace < 0 ? text.length() : brace);
      if (!plain.isEmpty()) {
        open.getFirst().body().add(new Piece.Text(plain));
      }
      if (brace < 0) {
        break;
      }
      int end = end(text, brace + 1);
      action(text.substring(brace + 1, end).strip(), open);
      at = end + 1;
    }
    if (open.size() > 1) {
      throw new IllegalArgumentException("{end} is missing");
    }
    return new JsonPathTemplate(List.copyOf(open.getFirst().body()));
  }

  /// What the template makes of a tree.
  public String render(JsonNode root) {
    StringBuilder text = new StringBuilder();
    render(pieces, root, text);
    return text.toString();
  }

  private static void action(String action, Deque<Open> open) {
    if (action.equals("end")) {
      if (open.size() == 1) {
        throw new IllegalArgumentException("{end} without {range}");
      }
      Open range = open.pop();
      open.getFirst().body().add(new Piece.Range(range.over(), List.copyOf(range.body())));
    } else if (action.startsWith("range ")) {
      open.push(new Open(PathReader.read(action.substring("range ".length())), new ArrayList<>()));
    } else if (action.startsWith("\"") || action.startsWith("'")) {
      open.getFirst().body().add(new Piece.Text(unquote(action)));
    } else if (action.isEmpty()) {
      throw new IllegalArgumentException("{} is empty");
    } else {
      open.getFirst().body().add(new Piece.Path(PathReader.read(action)));
    }
  }

  /// The position of the brace that closes an action, which may hold braces in quotes.
  private static int end(String text, int from) {
    char quote = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '}') {
        return i;
      }
    }
    throw new IllegalArgumentException("'}' is missing after {" + text.substring(from));
  }

  private static String unquote(String action) {
    char quote = action.charAt(0);
    if (action.length() < 2 || action.charAt(action.length() - 1) != quote) {
      throw new IllegalArgumentException("{" + action + "}: the quoted text has no end");
    }
    try {
      return action.substring(1, action.length() - 1).translateEscapes();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("{" + action + "}: an escape that is not known", e);
    }
  }

  private static void render(List<Piece> pieces, JsonNode node, StringBuilder text) {
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Text plain -> text.append(plain.text());
        case Piece.Path path ->
            text.append(
                String.join(
                    " ",
                    Step.select(node, path.steps()).stream()
                        .map(JsonPathTemplate::scalar)
                        .toList()));
        case Piece.Range range -> {
          for (JsonNode element : Step.select(node, range.over())) {
            render(range.body(), element, text);
          }
        }
      }
    }
  }

  private static String scalar(JsonNode node) {
    return node.isValueNode() && !node.isNull()
        ? node.asText()
        : node.isNull() ? "" : node.toString();
  }

  private record Open(List<Step> over, List<Piece> body) {}

  private sealed interface Piece {
    record Text(String text) implements Piece {}

    record Path(List<Step> steps) implements Piece {}

    record Range(List<Step> over, List<Piece> body) implements Piece {}
  }
}
