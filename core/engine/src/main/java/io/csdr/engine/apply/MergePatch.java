package io.csdr.engine.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.Json;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.rules.Rewriting;

/// The smallest RFC 7396 patch that brings a live object to the state of the backup. What the API server
/// and controllers write is not part of the comparison and stays.
final class MergePatch {
  private MergePatch() {}

  static ObjectNode between(KubeObject live, KubeObject desired) {
    if (live.kind().equals("ServiceAccount") && live.group().isEmpty()) {
      return AccountMerge.patch(live, desired);
    }
    ObjectNode patch =
        objects(Rewriting.comparable(live).json(), Rewriting.settled(desired).json());
    if (live.kind().equals("PersistentVolume") && live.group().isEmpty()) {
      // A released volume keeps the dead claim's uid until somebody takes it away.
      ObjectNode claim = patch.withObject("/spec/claimRef");
      claim.putNull("uid").putNull("resourceVersion");
    }
    return patch;
  }

  private static ObjectNode objects(JsonNode live, JsonNode wanted) {
    ObjectNode patch = Json.object();
    for (var entry : wanted.properties()) {
      JsonNode now = live.path(entry.getKey());
      JsonNode then = entry.getValue();
      if (now.isObject() && then.isObject()) {
        ObjectNode inner = objects(now, then);
        if (!inner.isEmpty()) {
          patch.set(entry.getKey(), inner);
        }
      } else if (!now.equals(then)) {
        patch.set(entry.getKey(), then);
      }
    }
    for (var entry : live.properties()) {
      if (!wanted.has(entry.getKey())) {
        patch.putNull(entry.getKey());
      }
    }
    return patch;
  }
}
