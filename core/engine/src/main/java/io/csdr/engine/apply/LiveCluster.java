package io.csdr.engine.apply;

import io.csdr.engine.cluster.ApiException;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.cluster.ListQuery;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state of a real cluster, read when asked for. What is in a namespace that is being deleted does not
/// count: the restore waits until it is gone.
public final class LiveCluster implements LiveState {
  private final Cluster cluster;
  private final Discovery discovery;
  private final Map<String, Boolean> namespaces = new HashMap<>();

  /// Looks at `cluster`, whose kinds are those of now.
  public LiveCluster(Cluster cluster) {
    this.cluster = cluster;
    this.discovery = cluster.discover();
  }

  @Override
  public Discovery discovery() {
    return discovery;
  }

  @Override
  public Map<String, KubeObject> objects(ApiResource kind, @Nullable String namespace) {
    Map<String, KubeObject> objects = new HashMap<>();
    if (namespace != null && !exists(namespace)) {
      return objects;
    }
    try {
      cluster.list(ListQuery.all(kind, namespace), object -> objects.put(object.name(), object));
    } catch (ApiException e) {
      if (e.reason() != ApiException.Reason.FORBIDDEN) {
        throw e;
      }
      // Who may create but not list finds out by creating.
      objects.clear();
    }
    return objects;
  }

  @Override
  public Optional<KubeObject> find(ApiResource kind, @Nullable String namespace, String name) {
    return cluster.get(kind, namespace, name);
  }

  private boolean exists(String namespace) {
    return namespaces.computeIfAbsent(
        namespace,
        name ->
            discovery
                .find("", "namespaces")
                .flatMap(kind -> cluster.get(kind, null, name))
                .filter(object -> !object.terminating())
                .isPresent());
  }
}
