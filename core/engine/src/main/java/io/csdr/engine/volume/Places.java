package io.csdr.engine.volume;

import io.csdr.engine.volume.claim.PodUse;
import io.csdr.engine.volume.job.MoverJobSpec.Duty;
import io.csdr.engine.volume.job.Placement;
import io.csdr.engine.volume.run.ApiRefusal;
import io.csdr.model.PvcRef;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;

/// Where a mover runs, and with which rights it has to make do there.
final class Places {
  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";

  private final VolumeRun run;
  private final KubernetesClient client;

  Places(VolumeRun run) {
    this.run = run;
    this.client = run.client();
  }

  /// The namespace in which a snapshot of `claim` is read.
  String forSnapshot(PvcRef claim) {
    return run.rights().contents() ? run.scope().workspace() : claim.namespace();
  }

  /// How a mover reads in `namespace`: the right capability, unless the policy there allows only a wider
  /// one.
  Duty reading(String namespace) {
    if (namespace.equals(run.scope().workspace())) {
      return Duty.SAVE;
    }
    try {
      Namespace found = client.namespaces().withName(namespace).get();
      Map<String, String> labels =
          found == null || found.getMetadata().getLabels() == null
              ? Map.of()
              : found.getMetadata().getLabels();
      return labels.getOrDefault(ENFORCE, "privileged").equals("privileged")
          ? Duty.SAVE
          : Duty.SAVE_UNDER_BASELINE;
    } catch (KubernetesClientException e) {
      if (!ApiRefusal.forbidden(e)) {
        throw e;
      }
      return Duty.SAVE_UNDER_BASELINE;
    }
  }

  /// On that node, whatever taints it has.
  Placement on(String name) {
    try {
      Node node = client.nodes().withName(name).get();
      return Placement.on(
          name,
          node == null || node.getSpec().getTaints() == null
              ? List.of()
              : node.getSpec().getTaints());
    } catch (KubernetesClientException e) {
      if (!ApiRefusal.forbidden(e)) {
        throw e;
      }
      return Placement.on(name, List.of());
    }
  }

  /// Anywhere that the claim's users tolerate.
  Placement near(PvcRef claim) {
    List<PodSpec> consumers =
        client.pods().inNamespace(claim.namespace()).list().getItems().stream()
            .filter(pod -> PodUse.claims(pod).contains(claim.name()))
            .map(Pod::getSpec)
            .toList();
    return Placement.tolerating(consumers);
  }
}
