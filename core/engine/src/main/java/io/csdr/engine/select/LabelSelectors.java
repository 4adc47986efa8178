package io.csdr.engine.select;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.engine.cluster.KubeObject;
import java.util.Map;

/// Matches labels as the control plane does.
final class LabelSelectors {
  private LabelSelectors() {}

  /// A plain map, as in a Service; an empty one matches nothing.
  static boolean matchesMap(JsonNode selector, Map<String, String> labels) {
    Map<String, String> wanted = KubeObject.strings(selector);
    return !wanted.isEmpty() && labels.entrySet().containsAll(wanted.entrySet());
  }

  /// A `LabelSelector` with `matchLabels` and `matchExpressions`; an empty one matches everything, an
  /// absent one nothing.
  static boolean matches(JsonNode selector, Map<String, String> labels) {
    if (!selector.isObject()) {
      return false;
    }
    Map<String, String> wanted = KubeObject.strings(selector.path("matchLabels"));
    if (!labels.entrySet().containsAll(wanted.entrySet())) {
      return false;
    }
    for (JsonNode expression : selector.path("matchExpressions")) {
      if (!holds(expression, labels)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(JsonNode expression, Map<String, String> labels) {
    String key = expression.path("key").asText("");
    String value = labels.get(key);
    return switch (expression.path("operator").asText("")) {
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      case "In" -> value != null && contains(expression, value);
      case "NotIn" -> value == null || !contains(expression, value);
      default -> false;
    };
  }

  private static boolean contains(JsonNode expression, String value) {
    for (JsonNode allowed : expression.path("values")) {
      if (allowed.asText("").equals(value)) {
        return true;
      }
    }
    return false;
  }
}
