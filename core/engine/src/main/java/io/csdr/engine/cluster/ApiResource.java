package io.csdr.engine.cluster;

import io.csdr.model.ObjectRef;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One kind of object as the API server serves it in one version. `group` is empty for the core group,
/// `resource` is the lower-case plural.
public record ApiResource(
    String group,
    String version,
    String resource,
    String kind,
    String singular,
    List<String> shortNames,
    boolean namespaced,
    Set<String> verbs) {
  private static final Set<String> NEEDED = Set.of("list", "get", "create", "delete");

  public ApiResource {
    shortNames = List.copyOf(shortNames);
    verbs = Set.copyOf(verbs);
  }

  /// `v1` or `apps/v1`.
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /// `configmaps` or `deployments.apps`.
  public String qualified() {
    return group.isEmpty() ? resource : resource + "." + group;
  }

  /// Whether objects of this kind can be listed, read, created and deleted, and so be backed up.
  public boolean storable() {
    return verbs.containsAll(NEEDED);
  }

  /// The path of the collection; `namespace` null means all namespaces or a cluster-scoped kind.
  public String path(@Nullable String namespace) {
    String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    return namespace == null
        ? root + "/" + resource
        : root + "/namespaces/" + Segment.encode(namespace) + "/" + resource;
  }

  /// The path of one object.
  public String path(@Nullable String namespace, String name) {
    return path(namespace) + "/" + Segment.encode(name);
  }

  /// The name of one object of this kind.
  public ObjectRef ref(@Nullable String namespace, String name) {
    return new ObjectRef(group, resource, namespace, name);
  }
}
