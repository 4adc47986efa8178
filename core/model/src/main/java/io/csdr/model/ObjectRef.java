package io.csdr.model;

import org.jspecify.annotations.Nullable;

/// Names one Kubernetes object. `group` is empty for the core group and `resource` is the lower-case
/// plural; `namespace` is null for cluster-scoped objects.
public record ObjectRef(String group, String resource, @Nullable String namespace, String name)
    implements Comparable<ObjectRef> {

  /// `resource` or `resource.group`, as kubectl prints it.
  public String qualifiedResource() {
    return group.isEmpty() ? resource : resource + "." + group;
  }

  @Override
  public int compareTo(ObjectRef other) {
    return toString().compareTo(other.toString());
  }

  /// `deployments.apps shop/web`, or `namespaces shop` where there is no namespace.
  @Override
  public String toString() {
    return qualifiedResource() + " " + (namespace == null ? name : namespace + "/" + name);
  }
}
