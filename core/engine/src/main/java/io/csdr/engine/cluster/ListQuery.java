package io.csdr.engine.cluster;

import org.jspecify.annotations.Nullable;

/// Which objects of one kind to list; null stands for all namespaces (or a cluster-scoped kind), all
/// labels, all fields.
public record ListQuery(
    ApiResource resource,
    @Nullable String namespace,
    @Nullable String labelSelector,
    @Nullable String fieldSelector) {

  /// Everything of one kind in one namespace, or everywhere.
  public static ListQuery all(ApiResource resource, @Nullable String namespace) {
    return new ListQuery(resource, namespace, null, null);
  }
}
