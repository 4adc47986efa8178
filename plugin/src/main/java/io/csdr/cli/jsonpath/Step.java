package io.csdr.cli.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One step of a path: from a node to any number of nodes. What is not there is no node and no error.
sealed interface Step {
  void from(JsonNode node, Consumer<JsonNode> to);

  /// `.name` or `['name']`.
  record Field(String name) implements Step {
    @Override
    public void from(JsonNode node, Consumer<JsonNode> to) {
      JsonNode child = node.get(name);
      if (child != null) {
        to.accept(child);
      }
    }
  }

  /// `.*` or `[*]`.
  record Wildcard() implements Step {
    @Override
    public void from(JsonNode node, Consumer<JsonNode> to) {
      node.forEach(to);
    }
  }

  /// `..`: the node and everything below it.
  record Descent() implements Step {
    @Override
    public void from(JsonNode node, Consumer<JsonNode> to) {
      to.accept(node);
      node.forEach(child -> from(child, to));
    }
  }

  /// `[start:end:step]`; negative numbers count from the end.
  record Slice(@Nullable Integer start, @Nullable Integer end, int step) implements Step {
    @Override
    public void from(JsonNode node, Consumer<JsonNode> to) {
      if (!node.isArray()) {
        return;
      }
      int from = bound(start, 0, node.size());
      int until = bound(end, node.size(), node.size());
      for (int i = from; i < until; i += step) {
        to.accept(node.get(i));
      }
    }

    private static int bound(@Nullable Integer index, int otherwise, int size) {
      int value = index == null ? otherwise : index;
      return Math.clamp(value < 0 ? value + size : value, 0, size);
    }
  }

  /// `[index]`; a negative index counts from the end.
  record Index(int index) implements Step {
    @Override
    public void from(JsonNode node, Consumer<JsonNode> to) {
      int at = index < 0 ? index + node.size() : index;
      if (node.isArray() && at >= 0 && at < node.size()) {
        to.accept(node.get(at));
      }
    }
  }

  /// `[a,b]`: what each part selects, in that order.
  record Union(List<Step> parts) implements Step {
    @Override
    public void from(JsonNode node, Consumer<JsonNode> to) {
      parts.forEach(part -> part.from(node, to));
    }
  }

  /// `[?(@.left OP right)]`: those elements for which it holds. Without an operator: which have `left`.
  record Filter(Operand left, @Nullable String operator, @Nullable Operand right) implements Step {
    @Override
    public void from(JsonNode node, Consumer<JsonNode> to) {
      for (JsonNode element : node) {
        if (holds(element)) {
          to.accept(element);
        }
      }
    }

    private boolean holds(JsonNode element) {
      List<JsonNode> lefts = left.of(element);
      if (operator == null || right == null) {
        return !lefts.isEmpty();
      }
      List<JsonNode> rights = right.of(element);
      return !lefts.isEmpty()
          && !rights.isEmpty()
          && compare(lefts.getFirst(), operator, rights.getFirst());
    }

    private static boolean compare(JsonNode a, String operator, JsonNode b) {
      boolean numbers = a.isNumber() && b.isNumber();
      if (!numbers && a.getNodeType() != b.getNodeType()) {
        return operator.equals("!=");
      }
      int order =
          numbers ? a.decimalValue().compareTo(b.decimalValue()) : a.asText().compareTo(b.asText());
      boolean ordered = numbers || a.getNodeType() == JsonNodeType.STRING;
      boolean equal = ordered ? order == 0 : a.equals(b);
      return switch (operator) {
        case "==" -> equal;
        case "!=" -> !equal;
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        case ">=" -> order >= 0;
        default -> throw new IllegalStateException("operator " + operator);
      };
    }
  }

  /// One side of a comparison: a path from the element, or a literal.
  sealed interface Operand {
    List<JsonNode> of(JsonNode element);

    record Path(List<Step> steps) implements Operand {
      @Override
      public List<JsonNode> of(JsonNode element) {
        return select(element, steps);
      }
    }

    record Literal(JsonNode value) implements Operand {
      @Override
      public List<JsonNode> of(JsonNode element) {
        return List.of(value);
      }
    }
  }

  /// All nodes that the steps lead to.
  static List<JsonNode> select(JsonNode start, List<Step> steps) {
    List<JsonNode> nodes = List.of(start);
    for (Step step : steps) {
      List<JsonNode> next = new ArrayList<>();
      nodes.forEach(node -> step.from(node, next::add));
      nodes = next;
    }
    return nodes;
  }
}
