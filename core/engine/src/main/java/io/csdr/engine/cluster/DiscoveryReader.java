package io.csdr.engine.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.Discovery.DeadGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Asks a server what it serves: in two calls where it offers aggregated discovery (1.26 and newer), else
/// group by group.
final class DiscoveryReader {
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
          + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,"
          + "application/json";

  private final ApiConnection connection;
  private final List<ApiResource> preferred = new ArrayList<>();
  private final List<ApiResource> others = new ArrayList<>();
  private final List<DeadGroup> dead = new ArrayList<>();

  DiscoveryReader(ApiConnection connection) {
    this.connection = connection;
  }

  Discovery read() {
    for (String root : List.of("/api", "/apis")) {
      ObjectNode answer = object(ApiCall.get("get", root).accepting(AGGREGATED));
      if (answer.path("kind").asText("").equals("APIGroupDiscoveryList")) {
        answer.path("items").forEach(this::aggregatedGroup);
      } else if (answer.has("versions")) {
        group("", answer.path("versions"), answer.path("versions").path(0).asText("v1"));
      } else {
        answer.path("groups").forEach(this::plainGroup);
      }
    }
    return new Discovery(preferred, others, dead);
  }

  /// One group of the aggregated answer: versions in the server's order of preference.
  private void aggregatedGroup(JsonNode group) {
    String name = group.path("metadata").path("name").asText("");
    Set<String> seen = new LinkedHashSet<>();
    for (JsonNode version : group.path("versions")) {
      String v = version.path("version").asText("");
      if (version.path("freshness").asText("").equals("Stale")) {
        dead.add(new DeadGroup(name, v, "its server does not answer"));
      }
      for (JsonNode resource : version.path("resources")) {
        ApiResource read =
            new ApiResource(
                name,
                v,
                resource.path("resource").asText(""),
                resource.path("responseKind").path("kind").asText(""),
                resource.path("singularResource").asText(""),
                texts(resource.path("shortNames")),
                resource.path("scope").asText("").equals("Namespaced"),
                Set.copyOf(texts(resource.path("verbs"))));
        add(read, seen);
      }
    }
  }

  private void plainGroup(JsonNode group) {
    List<JsonNode> versions = new ArrayList<>();
    String best = group.path("preferredVersion").path("version").asText("");
    group.path("versions").forEach(versions::add);
    ObjectNode names = Json.object();
    versions.forEach(v -> names.withArray("v").add(v.path("version").asText("")));
    group(group.path("name").asText(""), names.path("v"), best);
  }

  private void group(String name, JsonNode versions, String best) {
    List<String> ordered = new ArrayList<>(List.of(best));
    texts(versions).stream().filter(v -> !v.equals(best)).forEach(ordered::add);
    Set<String> seen = new LinkedHashSet<>();
    for (String version : ordered) {
      String path = name.isEmpty() ? "/api/" + version : "/apis/" + name + "/" + version;
      try {
        for (JsonNode resource : object(ApiCall.get("get", path)).path("resources")) {
          plainResource(name, version, resource, seen);
        }
      } catch (ApiException e) {
        dead.add(new DeadGroup(name, version, e.detail()));
      }
    }
  }

  private void plainResource(String group, String version, JsonNode resource, Set<String> seen) {
    String plural = resource.path("name").asText("");
    if (plural.contains("/")) {
      return;
    }
    ApiResource read =
        new ApiResource(
            group,
            version,
            plural,
            resource.path("kind").asText(""),
            resource.path("singularName").asText(""),
            texts(resource.path("shortNames")),
            resource.path("namespaced").asBoolean(false),
            Set.copyOf(texts(resource.path("verbs"))));
    add(read, seen);
  }

  private void add(ApiResource resource, Set<String> seen) {
    if (resource.resource().isEmpty()) {
      return;
    }
    (seen.add(resource.resource()) ? preferred : others).add(resource);
  }

  private ObjectNode object(ApiCall call) {
    try {
      return Json.parse(connection.bytes(call));
    } catch (IOException e) {
      throw connection.broken(call, e);
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText("")));
    return texts;
  }
}
