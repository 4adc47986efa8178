package io.csdr.engine.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.Json;
import io.csdr.engine.cluster.KubeObject;
import java.util.HashSet;
import java.util.Set;

/// What a ServiceAccount in the target lacks of the one in the backup; where both say something, the
/// target's stays.
final class AccountMerge {
  private AccountMerge() {}

  /// A merge patch that only adds; empty when nothing is missing.
  static ObjectNode patch(KubeObject live, KubeObject desired) {
    ObjectNode patch = Json.object();
    for (String list : new String[] {"secrets", "imagePullSecrets"}) {
      union(live, desired, list, patch);
    }
    ObjectNode metadata = Json.object();
    for (String map : new String[] {"labels", "annotations"}) {
      ObjectNode missing = Json.object();
      for (var entry : desired.at("/metadata/" + map).properties()) {
        if (!live.at("/metadata/" + map).has(entry.getKey())) {
          missing.set(entry.getKey(), entry.getValue());
        }
      }
      if (!missing.isEmpty()) {
        metadata.set(map, missing);
      }
    }
    if (!metadata.isEmpty()) {
      patch.set("metadata", metadata);
    }
    String automount = "automountServiceAccountToken";
    if (desired.json().has(automount) && !live.json().has(automount)) {
      patch.set(automount, desired.json().get(automount));
    }
    return patch;
  }

  private static void union(KubeObject live, KubeObject desired, String list, ObjectNode patch) {
    Set<String> names = new HashSet<>();
    ArrayNode all = Json.object().arrayNode();
    for (JsonNode reference : live.json().path(list)) {
      names.add(reference.path("name").asText(""));
      all.add(reference);
    }
    int before = all.size();
    for (JsonNode reference : desired.json().path(list)) {
      if (names.add(reference.path("name").asText(""))) {
        all.add(reference);
      }
    }
    if (all.size() > before) {
      patch.set(list, all);
    }
  }
}
