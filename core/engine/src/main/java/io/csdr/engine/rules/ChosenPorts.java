package io.csdr.engine.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.Json;
import io.csdr.engine.cluster.KubeObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Which node ports of a Service somebody asked for, told from the two places that remember it: the last
/// configuration that `kubectl apply` sent, else the fields that managers own. The API server's own
/// allocation is in neither.
final class ChosenPorts {
  private final List<JsonNode> applied;
  private final List<JsonNode> owned;
  private final boolean appliedHealthCheck;

  private ChosenPorts(List<JsonNode> applied, List<JsonNode> owned, boolean appliedHealthCheck) {
    this.applied = applied;
    this.owned = owned;
    this.appliedHealthCheck = appliedHealthCheck;
  }

  static ChosenPorts of(KubeObject service) {
    String last =
        service.annotations().getOrDefault("kubectl.kubernetes.io/last-applied-configuration", "");
    List<JsonNode> applied = new ArrayList<>();
    boolean healthCheck = false;
    try {
      if (!last.isEmpty()) {
        ObjectNode configuration = Json.parse(last.getBytes(StandardCharsets.UTF_8));
        configuration.at("/spec/ports").forEach(applied::add);
        healthCheck = configuration.at("/spec").has("healthCheckNodePort");
      }
    } catch (IOException e) {
      // An annotation that is no JSON remembers nothing.
      applied.clear();
    }
    List<JsonNode> owned = new ArrayList<>();
    for (JsonNode entry : service.at("/metadata/managedFields")) {
      owned.add(entry.path("fieldsV1").path("f:spec"));
    }
    return new ChosenPorts(applied, owned, healthCheck);
  }

  boolean nodePort(JsonNode port) {
    return applied.stream().anyMatch(p -> same(p, port) && p.hasNonNull("nodePort"))
        || owned.stream().anyMatch(fields -> owns(fields, port));
  }

  boolean healthCheckNodePort() {
    return appliedHealthCheck || owned.stream().anyMatch(f -> f.has("f:healthCheckNodePort"));
  }

  private static boolean same(JsonNode applied, JsonNode port) {
    boolean named = applied.hasNonNull("name") || port.hasNonNull("name");
    return named
        ? applied.path("name").asText("").equals(port.path("name").asText(""))
        : applied.path("port").asInt() == port.path("port").asInt()
            && protocol(applied).equals(protocol(port));
  }

  /// Keys of list entries in managed fields read `k:{"port":80,"protocol":"TCP"}`.
  private static boolean owns(JsonNode fields, JsonNode port) {
    for (var entry : fields.path("f:ports").properties()) {
      String key = entry.getKey();
      if (!key.startsWith("k:") || !entry.getValue().has("f:nodePort")) {
        continue;
      }
      if (names(key.substring(2), port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean names(String key, JsonNode port) {
    try {
      ObjectNode k = Json.parse(key.getBytes(StandardCharsets.UTF_8));
      return k.path("port").asInt() == port.path("port").asInt()
          && protocol(k).equals(protocol(port));
    } catch (IOException e) {
      return false;
    }
  }

  private static String protocol(JsonNode port) {
    return port.path("protocol").asText("TCP");
  }
}
