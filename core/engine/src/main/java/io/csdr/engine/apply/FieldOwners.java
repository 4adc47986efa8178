package io.csdr.engine.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.ApiException;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.Json;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.cluster.Patch;
import io.csdr.engine.cluster.WriteOptions;
import java.util.Optional;

/// Gives the fields of a restored object back to those who had applied them, so that their next
/// server-side apply meets no conflict with the restore.
///
/// Only objects that somebody applied are worth the extra call: managers that updated own nothing that
/// anybody could be refused for.
final class FieldOwners {
  private static final int ATTEMPTS = 5;

  private final Cluster cluster;
  private final ApiResource kind;

  FieldOwners(Cluster cluster, ApiResource kind) {
    this.cluster = cluster;
    this.kind = kind;
  }

  void giveBack(KubeObject stored, KubeObject made) {
    ArrayNode managers = managers(stored);
    if (managers.isEmpty()) {
      return;
    }
    KubeObject now = made;
    for (int attempt = 0; attempt < ATTEMPTS && !patched(managers, now); attempt++) {
      Optional<KubeObject> changed = cluster.get(kind, made.namespace(), made.name());
      if (changed.isEmpty()) {
        return;
      }
      now = changed.get();
    }
  }

  /// Returns false where a controller changed the object meanwhile. A server that dislikes an entry is
  /// left alone: then the restore stays the owner, which harms nothing but that next apply.
  private boolean patched(ArrayNode managers, KubeObject now) {
    ArrayNode all = managers.deepCopy();
    for (JsonNode entry : now.at("/metadata/managedFields")) {
      if (!entry.path("subresource").asText("").isEmpty()) {
        all.add(entry);
      }
    }
    ObjectNode patch = Json.object();
    patch
        .putObject("metadata")
        .put("resourceVersion", now.resourceVersion())
        .set("managedFields", all);
    try {
      cluster.patch(
          kind, now.namespace(), now.name(), null, new Patch.Merge(patch), WriteOptions.RESTORE);
      return true;
    } catch (ApiException e) {
      return e.reason() != ApiException.Reason.CONFLICT;
    }
  }

  /// All managers of the object itself, if one of them applied; entries on status mean nothing now.
  private ArrayNode managers(KubeObject stored) {
    ArrayNode managers = Json.object().arrayNode();
    boolean applied = false;
    for (JsonNode entry : stored.at("/metadata/managedFields")) {
      boolean usable =
          entry.path("subresource").asText("").isEmpty()
              && entry.path("apiVersion").asText("").equals(kind.apiVersion());
      if (usable) {
        applied |= entry.path("operation").asText("").equals("Apply");
        managers.add(entry);
      }
    }
    return applied ? managers : Json.object().arrayNode();
  }
}
