package io.csdr.engine.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.KubeObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Small changes to JSON trees that may lack any part of what is looked for.
final class Edits {
  private Edits() {}

  /// The object node at a pointer.
  static Optional<ObjectNode> node(KubeObject object, String pointer) {
    return object.at(pointer) instanceof ObjectNode node ? Optional.of(node) : Optional.empty();
  }

  /// The object nodes in the array at a pointer.
  static List<ObjectNode> nodes(JsonNode from, String pointer) {
    List<ObjectNode> nodes = new ArrayList<>();
    for (JsonNode element : from.at(pointer)) {
      if (element instanceof ObjectNode node) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  /// Removes fields of the object node at a pointer.
  static void remove(KubeObject object, String pointer, String... fields) {
    node(object, pointer).ifPresent(node -> node.remove(List.of(fields)));
  }

  /// Removes the keys that a test picks from the map at a pointer, and the map when nothing is left.
  static void removeKeys(KubeObject object, String parent, String field, Predicate<String> picked) {
    node(object, parent + "/" + field)
        .ifPresent(map -> {
          List<String> keys = new ArrayList<>();
          map.fieldNames().forEachRemaining(keys::add);
          keys.stream().filter(picked).forEach(map::remove);
          if (map.isEmpty() && !keys.isEmpty()) {
            node(object, parent).ifPresent(node -> node.remove(field));
          }
        });
  }

  /// Removes the elements that a test picks from the array, and the array when nothing is left.
  static void removeElements(ObjectNode parent, String field, Predicate<JsonNode> picked) {
    if (!(parent.get(field) instanceof ArrayNode array)) {
      return;
    }
    boolean removed = false;
    for (Iterator<JsonNode> elements = array.elements(); elements.hasNext(); ) {
      if (picked.test(elements.next())) {
        elements.remove();
        removed = true;
      }
    }
    if (removed && array.isEmpty()) {
      parent.remove(field);
    }
  }

  /// Changes the text in a field, where there is one.
  static void text(JsonNode parent, String field, UnaryOperator<String> change) {
    if (parent instanceof ObjectNode node && node.path(field).isTextual()) {
      node.put(field, change.apply(node.path(field).asText()));
    }
  }
}
