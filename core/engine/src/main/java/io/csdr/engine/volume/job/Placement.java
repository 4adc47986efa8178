package io.csdr.engine.volume.job;

import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeAffinityBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a mover's pod may run. `node` is the one node that it must run on, `avoid` one that it should
/// not.
public record Placement(
    Map<String, String> nodeSelector,
    @Nullable NodeAffinity affinity,
    List<Toleration> tolerations,
    @Nullable String node,
    @Nullable String avoid) {
  /// Wherever the scheduler likes.
  public static final Placement ANYWHERE = new Placement(Map.of(), null, List.of(), null, null);

  public Placement {
    nodeSelector = Map.copyOf(nodeSelector);
    tolerations = List.copyOf(tolerations);
  }

  /// On this node, whatever taints it has: the volume's users run there already.
  public static Placement on(String node, List<Taint> taints) {
    return new Placement(
        Map.of(), null, taints.stream().map(Placement::tolerate).toList(), node, null);
  }

  /// Where a pod with this spec could run: its node selector, node affinity and tolerations. Affinity to
  /// other pods is left out, they are not where the mover is.
  public static Placement like(PodSpec consumer) {
    return new Placement(
        consumer.getNodeSelector() == null ? Map.of() : consumer.getNodeSelector(),
        consumer.getAffinity() == null ? null : consumer.getAffinity().getNodeAffinity(),
        consumer.getTolerations() == null ? List.of() : consumer.getTolerations(),
        null,
        null);
  }

  /// On any node that tolerates what `consumers` tolerate.
  public static Placement tolerating(List<PodSpec> consumers) {
    List<Toleration> tolerations =
        consumers.stream()
            .filter(spec -> spec.getTolerations() != null)
            .flatMap(spec -> spec.getTolerations().stream())
            .distinct()
            .toList();
    return new Placement(Map.of(), null, tolerations, null, null);
  }

  /// The same, but rather on nodes whose label has one of these values; none of them prefers nothing.
  public Placement preferring(String label, List<String> values) {
    if (values.isEmpty()) {
      return this;
    }
    NodeAffinityBuilder nodes =
        affinity == null ? new NodeAffinityBuilder() : new NodeAffinityBuilder(affinity);
    NodeAffinity preferring =
        nodes
            .addNewPreferredDuringSchedulingIgnoredDuringExecution()
            .withWeight(100)
            .withNewPreference()
            .addNewMatchExpression()
            .withKey(label)
            .withOperator("In")
            .withValues(values)
            .endMatchExpression()
            .endPreference()
            .endPreferredDuringSchedulingIgnoredDuringExecution()
            .build();
    return new Placement(nodeSelector, preferring, tolerations, node, avoid);
  }

  /// The same, but rather not on this node.
  public Placement avoiding(@Nullable String other) {
    return new Placement(nodeSelector, affinity, tolerations, node, other);
  }

  private static Toleration tolerate(Taint taint) {
    return new TolerationBuilder()
        .withKey(taint.getKey())
        .withOperator("Exists")
        .withEffect(taint.getEffect())
        .build();
  }
}
