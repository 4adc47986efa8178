package io.csdr.engine.volume.run;

import io.csdr.engine.EngineException;
import io.csdr.model.Failure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/// Creates what has a deterministic name: a second attempt finds what the first one made.
public final class Creation {
  private static final Duration GONE_TIMEOUT = Duration.ofSeconds(90);

  private Creation() {}

  /// Creates the object, or takes the one of that name if it is `ours`. One that is being deleted is
  /// waited for.
  ///
  /// @throws EngineException when somebody else's object has the name, or the server refuses; `object`
  ///     is what the creation is for
  public static <T extends HasMetadata> T of(
      Resource<T> resource, Predicate<ObjectMeta> ours, String object) throws InterruptedException {
    T wanted = resource.item();
    String what = wanted.getKind() + " " + wanted.getMetadata().getName();
    return Await.value(GONE_TIMEOUT, () -> attempt(resource, ours, object, what))
        .orElseThrow(() -> taken(object, what + " is being deleted, but does not go"));
  }

  private static <T extends HasMetadata> Optional<T> attempt(
      Resource<T> resource, Predicate<ObjectMeta> ours, String object, String what) {
    try {
      return Optional.of(resource.create());
    } catch (KubernetesClientException e) {
      if (!ApiRefusal.conflict(e)) {
        throw new EngineException(ApiRefusal.failure(object, "create " + what, e), e);
      }
    }
    T found = resource.get();
    if (found == null || found.getMetadata().getDeletionTimestamp() != null) {
      return Optional.empty();
    }
    if (!ours.test(found.getMetadata())) {
      throw taken(object, what + " exists already and was not made by this run");
    }
    return Optional.of(found);
  }

  private static EngineException taken(String object, String message) {
    return new EngineException(
        new Failure(
            object,
            "NameTaken",
            message,
            "delete it if it is not needed, then repeat the command"));
  }
}
