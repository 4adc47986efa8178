package io.csdr.engine.apply;

import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.cluster.KubeObject;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The target as a plan sees it.
public interface LiveState {
  /// What the target serves.
  Discovery discovery();

  /// The objects of one kind in one namespace (null for a cluster-scoped kind), by name.
  Map<String, KubeObject> objects(ApiResource kind, @Nullable String namespace);

  /// One object.
  Optional<KubeObject> find(ApiResource kind, @Nullable String namespace, String name);
}
