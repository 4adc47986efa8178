package io.csdr.engine.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.select.PodTemplates;
import io.csdr.model.request.Rewrites;
import java.util.List;

/// Lets pods run in the zones that the user mapped theirs to, or anywhere. New volumes follow: those of a
/// StorageClass with allowed zones, and those that wait for their first pod.
public final class PodPlacement implements RewriteRule {
  private static final List<String> AFFINITIES =
      List.of(
          "/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms",
          "/preferredDuringSchedulingIgnoredDuringExecution");

  @Override
  public String name() {
    return "placement";
  }

  @Override
  public boolean concerns(KubeObject object) {
    return true;
  }

  @Override
  public void rewrite(KubeObject object, RewriteContext context) {
    Rewrites asked = context.asked();
    PodTemplates.spec(object).ifPresent(spec -> rewrite(spec, asked));
    if (object.kind().equals("StorageClass") && object.group().equals("storage.k8s.io")) {
      for (ObjectNode term : Edits.nodes(object.json(), "/allowedTopologies")) {
        expressions(term, "/matchLabelExpressions", asked);
      }
    }
  }

  /// The same for the bare spec of a pod.
  public static void rewrite(ObjectNode spec, Rewrites asked) {
    if (asked.stripAffinity()) {
      spec.remove(List.of("nodeSelector", "affinity", "topologySpreadConstraints"));
      return;
    }
    if (spec.get("nodeSelector") instanceof ObjectNode selector) {
      List.copyOf(selector.properties()).stream()
          .filter(entry -> isZone(entry.getKey()))
          .forEach(entry -> Edits.text(selector, entry.getKey(), asked::zone));
    }
    for (String affinity : AFFINITIES) {
      for (ObjectNode term : Edits.nodes(spec, "/affinity/nodeAffinity" + affinity)) {
        expressions(term, "/matchExpressions", asked);
        expressions(term, "/preference/matchExpressions", asked);
      }
    }
  }

  /// Whether a label of nodes or volumes tells their zone; storage drivers have labels of their own for it.
  public static boolean isZone(String label) {
    return label.endsWith("/zone");
  }

  private static void expressions(ObjectNode term, String pointer, Rewrites asked) {
    for (ObjectNode expression : Edits.nodes(term, pointer)) {
      if (isZone(expression.path("key").asText(""))
          && expression.get("values") instanceof ArrayNode values) {
        for (int i = 0; i < values.size(); i++) {
          values.set(i, asked.zone(values.get(i).asText("")));
        }
      }
    }
  }
}
