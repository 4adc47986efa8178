package io.csdr.engine.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.KubeObject;

/// Keeps finalizers on custom resources only, where users set them (`resources-finalizer.argocd…`).
///
/// On built-in kinds they come from controllers, which set them again; where such a controller is
/// missing in the target they would keep the object, and its namespace, from ever being deleted.
final class FinalizerRule implements RewriteRule {
  @Override
  public String name() {
    return "finalizers";
  }

  @Override
  public boolean concerns(KubeObject object) {
    return object.at("/metadata").has("finalizers") || object.kind().equals("Namespace");
  }

  @Override
  public void rewrite(KubeObject object, RewriteContext context) {
    boolean custom = object.group().contains(".") && !object.group().endsWith(".k8s.io");
    if (!custom) {
      Edits.remove(object, "/metadata", "finalizers");
    } else {
      Edits.node(object, "/metadata")
          .ifPresent(metadata ->
              Edits.removeElements(metadata, "finalizers", f -> ofDeletion(f.asText())));
    }
    if (object.kind().equals("Namespace") && object.group().isEmpty()) {
      Edits.node(object, "/spec").ifPresent(FinalizerRule::dropOwn);
    }
  }

  /// What the garbage collector sets for the time of one deletion.
  private static boolean ofDeletion(String finalizer) {
    return finalizer.equals("foregroundDeletion") || finalizer.equals("orphan");
  }

  private static void dropOwn(ObjectNode spec) {
    Edits.removeElements(spec, "finalizers", f -> f.asText().equals("kubernetes"));
  }
}
