package io.csdr.engine.apply;

import io.csdr.engine.cluster.KubeObject;
import java.util.function.BiConsumer;

/// The objects of one backup. Safe for many threads.
public interface ObjectArchive {
  /// Passes on every object with its path ([io.csdr.engine.capture.ObjectPath]), in ascending order.
  void walk(BiConsumer<String, KubeObject> to);

  /// Passes on the cluster-scoped objects only.
  void walkCluster(BiConsumer<String, KubeObject> to);

  /// The object at one of those paths.
  KubeObject read(String path);
}
