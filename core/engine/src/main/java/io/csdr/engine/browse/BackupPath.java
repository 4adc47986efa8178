package io.csdr.engine.browse;

import java.util.Arrays;
import java.util.List;

/// A place inside a backup, as users write it after `BACKUP:`.
///
/// ```
/// /                                             namespaces, and `cluster`
/// /NAMESPACE                                    objects, volumes
/// /NAMESPACE/objects[/RESOURCE[/NAME.yaml]]     the namespace's objects
/// /cluster/objects[/RESOURCE[/NAME.yaml]]       cluster-scoped objects
/// /NAMESPACE/volumes[/PVC[/PATH...]]            files of a volume
/// ```
public sealed interface BackupPath {
  /// What stands in the place of a namespace for cluster-scoped objects.
  String CLUSTER = "cluster";

  /// The top: namespaces and `cluster`.
  record Top() implements BackupPath {}

  /// One namespace, or `cluster`.
  record Scope(String scope) implements BackupPath {}

  /// The resources of which a scope has objects.
  record Resources(String scope) implements BackupPath {}

  /// The objects of one resource, such as `configmaps` or `deployments.apps`.
  record Names(String scope, String resource) implements BackupPath {}

  /// One object.
  record StoredObject(String scope, String resource, String name) implements BackupPath {
    /// Where the object lies in the tree of objects.
    public String treePath() {
      return scope + "/objects/" + resource + "/" + name + ".json";
    }
  }

  /// The volumes of a namespace.
  record Volumes(String namespace) implements BackupPath {}

  /// A place in a volume; `path` has no leading slash and is empty for the volume's root.
  record InVolume(String namespace, String claim, String path) implements BackupPath {}

  /// Reads a path.
  ///
  /// @throws IllegalArgumentException that says which part is wrong and what could stand there
  static BackupPath parse(String text) {
    List<String> parts = Arrays.stream(text.split("/")).filter(part -> !part.isEmpty()).toList();
    if (parts.stream().anyMatch(part -> part.equals(".") || part.equals(".."))) {
      throw new IllegalArgumentException(
          "'" + text + "': '.' and '..' have no meaning in a backup");
    }
    if (parts.size() < 2) {
      return parts.isEmpty() ? new Top() : new Scope(parts.getFirst());
    }
    String scope = parts.getFirst();
    return switch (parts.get(1)) {
      case "objects" -> objects(text, scope, parts.subList(2, parts.size()));
      case "volumes" -> volumes(text, scope, parts.subList(2, parts.size()));
      default ->
          throw new IllegalArgumentException(
              "'" + text + "': '" + parts.get(1) + "' is neither 'objects' nor 'volumes'");
    };
  }

  private static BackupPath objects(String text, String scope, List<String> rest) {
    return switch (rest.size()) {
      case 0 -> new Resources(scope);
      case 1 -> new Names(scope, rest.getFirst());
      case 2 -> {
        String file = rest.getLast();
        int dot = file.lastIndexOf('.');
        String suffix = dot < 0 ? "" : file.substring(dot);
        boolean known = suffix.equals(".yaml") || suffix.equals(".json");
        yield new StoredObject(scope, rest.getFirst(), known ? file.substring(0, dot) : file);
      }
      default ->
          throw new IllegalArgumentException(
              "'" + text + "': an object has no parts; it ends with RESOURCE/NAME.yaml");
    };
  }

  private static BackupPath volumes(String text, String scope, List<String> rest) {
    if (scope.equals(CLUSTER)) {
      throw new IllegalArgumentException("'" + text + "': volumes belong to a namespace");
    }
    if (rest.isEmpty()) {
      return new Volumes(scope);
    }
    return new InVolume(scope, rest.getFirst(), String.join("/", rest.subList(1, rest.size())));
  }
}
