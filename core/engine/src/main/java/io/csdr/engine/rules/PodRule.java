package io.csdr.engine.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.KubeObject;
import java.util.HashSet;
import java.util.Set;

/// Frees a pod from the node and the numbers it was given: the scheduler and admission give it new ones.
final class PodRule implements RewriteRule {
  private static final String[] CONTAINERS = {"/containers", "/initContainers"};

  @Override
  public String name() {
    return "pods";
  }

  @Override
  public boolean concerns(KubeObject object) {
    return object.kind().equals("Pod") && object.group().isEmpty();
  }

  @Override
  public void rewrite(KubeObject object, RewriteContext context) {
    Edits.remove(object, "/spec", "nodeName", "priority", "ephemeralContainers");
    if (object.at("/spec").hasNonNull("priorityClassName")) {
      Edits.remove(object, "/spec", "preemptionPolicy");
    }
    if (object.at("/spec").hasNonNull("runtimeClassName")) {
      Edits.remove(object, "/spec", "overhead");
    }
    Edits.node(object, "/spec").ifPresent(PodRule::dropTokens);
  }

  /// Admission mounts a fresh token; the old volume would be a second one.
  private static void dropTokens(ObjectNode spec) {
    String account = spec.path("serviceAccountName").asText("default");
    Set<String> volumes = new HashSet<>();
    for (ObjectNode volume : Edits.nodes(spec, "/volumes")) {
      String name = volume.path("name").asText("");
      boolean projected = name.startsWith("kube-api-access-") && volume.has("projected");
      boolean secret = name.startsWith(account + "-token-") && volume.has("secret");
      if (projected || secret) {
        volumes.add(name);
      }
    }
    Edits.removeElements(spec, "volumes", v -> volumes.contains(v.path("name").asText("")));
    for (String list : CONTAINERS) {
      for (ObjectNode container : Edits.nodes(spec, list)) {
        Edits.removeElements(
            container, "volumeMounts", m -> volumes.contains(m.path("name").asText("")));
      }
    }
  }
}
