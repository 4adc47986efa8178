package io.csdr.engine.rules;

import io.csdr.engine.cluster.KubeObject;
import java.util.Set;

/// Starts workloads with as many pods as the user says, whatever they had.
final class ReplicasRule implements RewriteRule {
  private static final Set<String> KINDS =
      Set.of("apps/Deployment", "apps/StatefulSet", "apps/ReplicaSet", "/ReplicationController");

  @Override
  public String name() {
    return "replicas";
  }

  @Override
  public boolean concerns(KubeObject object) {
    return KINDS.contains(object.group() + "/" + object.kind());
  }

  @Override
  public void rewrite(KubeObject object, RewriteContext context) {
    Integer replicas = context.asked().replicas();
    if (replicas != null) {
      Edits.node(object, "/spec").ifPresent(spec -> spec.put("replicas", replicas));
    }
  }
}
