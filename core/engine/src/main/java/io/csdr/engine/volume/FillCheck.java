package io.csdr.engine.volume;

import io.csdr.engine.volume.claim.ClaimReader;
import io.csdr.engine.volume.gate.ClaimNeed;
import io.csdr.engine.volume.gate.ClassCheck;
import io.csdr.engine.volume.gate.QuotaCheck;
import io.csdr.engine.volume.run.ApiRefusal;
import io.csdr.model.Failure;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Finds out before anything is created what would fail: missing StorageClasses, quotas, limits.
public final class FillCheck {
  private final KubernetesClient client;

  /// Checks against the cluster of `client`.
  public FillCheck(KubernetesClient client) {
    this.client = client;
  }

  /// The failures to be expected; empty when the cluster has room for the claim, or has it already. What
  /// may not be read is not checked.
  public List<Failure> failures(FillRequest request) {
    if (request.content() instanceof FillRequest.Content.Missing || exists(request)) {
      return List.of();
    }
    ClaimNeed need = ClaimNeed.of(request.target());
    List<Failure> failures = new ArrayList<>();
    new ClassCheck(new ClaimReader(client, Map.of()).storageClasses())
        .failure(need)
        .ifPresent(failures::add);
    failures.addAll(quotas(need.namespace()).failures(need));
    return failures;
  }

  private boolean exists(FillRequest request) {
    return client
            .persistentVolumeClaims()
            .inNamespace(request.ref().namespace())
            .withName(request.ref().name())
            .get()
        != null;
  }

  private QuotaCheck quotas(String namespace) {
    return new QuotaCheck(
        namespace,
        readable(() -> client.resourceQuotas().inNamespace(namespace).list().getItems()),
        readable(() -> client.limitRanges().inNamespace(namespace).list().getItems()));
  }

  private static <T> List<T> readable(Supplier<List<T>> list) {
    try {
      return list.get();
    } catch (KubernetesClientException e) {
      if (!ApiRefusal.forbidden(e)) {
        throw e;
      }
      return List.of();
    }
  }
}
