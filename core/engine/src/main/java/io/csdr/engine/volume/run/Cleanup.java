package io.csdr.engine.volume.run;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.function.Predicate;

/// Removes what a run created, also when the run itself was interrupted, and only what it created.
public final class Cleanup {
  private static final int ATTEMPTS = 10;

  private Cleanup() {}

  /// One part of a clean-up; may wait.
  @FunctionalInterface
  public interface Step {
    /// Does it.
    void run() throws InterruptedException;
  }

  /// Runs the steps to the end even if this thread is interrupted before or meanwhile; the interruption
  /// is seen again afterwards. A step that fails does not stop the next one, and its failure is not
  /// raised: what stays behind is found by its labels later.
  public static void calmly(Step... steps) {
    boolean interrupted = Thread.interrupted();
    for (Step step : steps) {
      try {
        step.run();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (KubernetesClientException e) {
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Deletes the object if it is there and `ours`; one that is changed meanwhile is looked at again.
  ///
  /// @return whether there was something to delete
  public static <T extends HasMetadata> boolean delete(
      Resource<T> resource, Predicate<ObjectMeta> ours) {
    for (int attempt = 1; ; attempt++) {
      T found = resource.get();
      if (found == null || !ours.test(found.getMetadata())) {
        return false;
      }
      try {
        if (found.getMetadata().getDeletionTimestamp() == null) {
          resource.lockResourceVersion(found.getMetadata().getResourceVersion()).delete();
        }
        return true;
      } catch (KubernetesClientException e) {
        if (ApiRefusal.missing(e)) {
          return false;
        }
        if (!ApiRefusal.conflict(e) || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /// Whether the object is gone in time.
  public static boolean gone(Duration timeout, Resource<?> resource) throws InterruptedException {
    return Await.until(timeout, () -> resource.get() == null);
  }
}
