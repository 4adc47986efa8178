package io.csdr.engine.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One Kubernetes object as JSON, with its metadata at hand. Whoever holds it may change the tree; share
/// a [#copy()] instead.
public record KubeObject(ObjectNode json) {

  /// `v1` or `apps/v1`; empty when absent.
  public String apiVersion() {
    return json.path("apiVersion").asText("");
  }

  /// The API group, empty for the core group.
  public String group() {
    String apiVersion = apiVersion();
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  /// `Deployment`; empty when absent.
  public String kind() {
    return json.path("kind").asText("");
  }

  /// The name; empty when absent.
  public String name() {
    return metadata("name");
  }

  /// The namespace, null for cluster-scoped objects.
  public @Nullable String namespace() {
    String namespace = metadata("namespace");
    return namespace.isEmpty() ? null : namespace;
  }

  /// The uid; empty when absent.
  public String uid() {
    return metadata("uid");
  }

  /// The resource version; empty when absent.
  public String resourceVersion() {
    return metadata("resourceVersion");
  }

  /// Whether the object is on its way out.
  public boolean terminating() {
    return json.path("metadata").hasNonNull("deletionTimestamp");
  }

  /// The labels, empty when absent.
  public Map<String, String> labels() {
    return strings(at("/metadata/labels"));
  }

  /// The annotations, empty when absent.
  public Map<String, String> annotations() {
    return strings(at("/metadata/annotations"));
  }

  /// The owner references, empty when absent.
  public List<Owner> owners() {
    List<Owner> owners = new ArrayList<>();
    for (JsonNode reference : at("/metadata/ownerReferences")) {
      owners.add(
          new Owner(
              reference.path("apiVersion").asText(""),
              reference.path("kind").asText(""),
              reference.path("name").asText(""),
              reference.path("uid").asText(""),
              reference.path("controller").asBoolean(false)));
    }
    return owners;
  }

  /// The owner that controls this object, or null.
  public @Nullable Owner controller() {
    for (Owner owner : owners()) {
      if (owner.controller()) {
        return owner;
      }
    }
    return null;
  }

  /// The node at a JSON pointer; a missing node where there is none.
  public JsonNode at(String pointer) {
    return json.at(pointer);
  }

  /// The text at a JSON pointer, empty where there is none.
  public String text(String pointer) {
    return json.at(pointer).asText("");
  }

  /// A deep copy.
  public KubeObject copy() {
    return new KubeObject(json.deepCopy());
  }

  /// A JSON object of strings as a map; anything else is empty.
  public static Map<String, String> strings(JsonNode node) {
    Map<String, String> map = new HashMap<>();
    node.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asText("")));
    return map;
  }

  /// One owner reference.
  public record Owner(String apiVersion, String kind, String name, String uid, boolean controller) {
    /// The owner's API group, empty for the core group.
    public String group() {
      int slash = apiVersion.indexOf('/');
      return slash < 0 ? "" : apiVersion.substring(0, slash);
    }
  }

  private String metadata(String field) {
    return json.path("metadata").path(field).asText("");
  }
}
