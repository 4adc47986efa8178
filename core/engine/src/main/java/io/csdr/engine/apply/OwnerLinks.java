package io.csdr.engine.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.model.ObjectRef;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Points owner references at what the owners have become. Safe for many threads.
final class OwnerLinks {
  private final Cluster cluster;
  private final Map<String, String> uids = new ConcurrentHashMap<>();

  OwnerLinks(Cluster cluster) {
    this.cluster = cluster;
  }

  /// Takes note that the stored object with this uid is now the one with that uid.
  void note(String stored, String restored) {
    if (!stored.isEmpty() && !restored.isEmpty()) {
      uids.put(stored, restored);
    }
  }

  /// Relinks the object's references. One whose owner is neither restored nor in the target is dropped,
  /// or the garbage collector would delete the object; returns what was dropped, in words.
  Optional<String> relink(ObjectRef ref, KubeObject object, Discovery discovery) {
    if (!(object.at("/metadata/ownerReferences") instanceof ArrayNode references)) {
      return Optional.empty();
    }
    StringBuilder dropped = new StringBuilder();
    ArrayNode kept = references.arrayNode();
    for (JsonNode reference : references) {
      String uid = uid(reference, object.namespace(), discovery);
      if (uid != null && reference instanceof ObjectNode node) {
        kept.add(node.put("uid", uid));
      } else {
        dropped.append(dropped.isEmpty() ? "" : ", ");
        dropped.append(reference.path("kind").asText("")).append(' ');
        dropped.append(reference.path("name").asText(""));
      }
    }
    if (object.json().get("metadata") instanceof ObjectNode metadata) {
      if (kept.isEmpty()) {
        metadata.remove("ownerReferences");
      } else {
        metadata.set("ownerReferences", kept);
      }
    }
    return dropped.isEmpty()
        ? Optional.empty()
        : Optional.of(ref + " has lost its owner, which is not in the target: " + dropped);
  }

  private @Nullable String uid(
      JsonNode reference, @Nullable String namespace, Discovery discovery) {
    String restored = uids.get(reference.path("uid").asText(""));
    if (restored != null) {
      return restored;
    }
    String apiVersion = reference.path("apiVersion").asText("");
    String name = reference.path("name").asText("");
    return discovery
        .ofKind(apiVersion, reference.path("kind").asText(""))
        .flatMap(kind -> cluster.get(kind, kind.namespaced() ? namespace : null, name))
        .filter(owner -> !owner.terminating())
        .map(KubeObject::uid)
        .orElse(null);
  }
}
