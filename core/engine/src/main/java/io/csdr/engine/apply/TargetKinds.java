package io.csdr.engine.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.cluster.KubeObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Kinds that the target serves, or will serve once the CRDs of the backup are in.
final class TargetKinds {
  private static final Set<String> VERBS = Set.of("list", "get", "create", "delete");

  private final Discovery discovery;
  private final Map<String, ApiResource> coming = new HashMap<>();

  TargetKinds(Discovery discovery) {
    this.discovery = discovery;
  }

  /// Takes note of a CRD that the restore brings.
  void bring(KubeObject definition) {
    String group = definition.text("/spec/group");
    for (JsonNode version : definition.at("/spec/versions")) {
      if (!version.path("served").asBoolean(false)) {
        continue;
      }
      ApiResource kind =
          new ApiResource(
              group,
              version.path("name").asText(""),
              definition.text("/spec/names/plural"),
              definition.text("/spec/names/kind"),
              definition.text("/spec/names/singular"),
              List.of(),
              definition.text("/spec/scope").equals("Namespaced"),
              VERBS);
      coming.put(kind.apiVersion() + "/" + kind.kind(), kind);
    }
  }

  /// The kind of a stored object in the very version in which it is stored.
  Optional<ApiResource> of(KubeObject stored) {
    return discovery
        .ofKind(stored.apiVersion(), stored.kind())
        .filter(kind -> kind.apiVersion().equals(stored.apiVersion()))
        .or(() -> Optional.ofNullable(coming.get(stored.apiVersion() + "/" + stored.kind())));
  }

  /// The version in which the target serves the kind instead, if it does.
  Optional<String> instead(KubeObject stored) {
    return discovery.ofKind(stored.apiVersion(), stored.kind()).map(ApiResource::apiVersion);
  }

  /// Whether the target serves the kind already, so that it may have objects of it.
  boolean served(ApiResource kind) {
    return discovery.all().contains(kind);
  }
}
