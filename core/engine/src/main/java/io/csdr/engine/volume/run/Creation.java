package io.csdr.engine.volume.run;

import io.csdr.engine.EngineException;
import io.csdr.model.Failure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.function.Predicate;

/// Creates what has a deterministic name: a second attempt finds what the first one made.
public final class Creation {
  private Creation() {}

  /// Creates the object, or takes the one of that name if it is `ours`.
  ///
  /// @throws EngineException when somebody else's object has the name, or the server refuses; `object`
  ///     is what the creation is for
  public static <T extends HasMetadata> T of(
      Resource<T> resource, Predicate<ObjectMeta> ours, String object) {
    T wanted = resource.item();
    String what = wanted.getKind() + " " + wanted.getMetadata().getName();
    try {
      return resource.create();
    } catch (KubernetesClientException e) {
      if (!ApiRefusal.conflict(e)) {
        throw new EngineException(ApiRefusal.failure(object, "create " + what, e), e);
      }
      T found = resource.get();
      if (found != null && ours.test(found.getMetadata())) {
        return found;
      }
      throw new EngineException(
          new Failure(
              object,
              "NameTaken",
              what + " exists already and was not made by this run",
              "delete it if it is not needed, then repeat the command"),
          e);
    }
  }
}
