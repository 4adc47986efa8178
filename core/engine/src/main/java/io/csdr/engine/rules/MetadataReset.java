package io.csdr.engine.rules;

import io.csdr.engine.cluster.KubeObject;

/// Drops what the API server and controllers write: identity, versions, times, status and the marks that
/// controllers keep in annotations. Owner references stay; they are relinked when the object is made.
final class MetadataReset implements RewriteRule {
  private static final String[] FIELDS = {
    "clusterName",
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generateName",
    "generation",
    "managedFields",
    "resourceVersion",
    "selfLink",
    "uid"
  };

  @Override
  public String name() {
    return "metadata-reset";
  }

  @Override
  public boolean concerns(KubeObject object) {
    return true;
  }

  @Override
  public void rewrite(KubeObject object, RewriteContext context) {
    Edits.remove(object, "/metadata", FIELDS);
    Edits.remove(object, "", "status");
    Edits.removeKeys(
        object,
        "/metadata",
        "annotations",
        key ->
            key.equals("deployment.kubernetes.io/revision")
                || key.equals("deprecated.daemonset.template.generation")
                || key.equals("autoscaling.alpha.kubernetes.io/conditions")
                || key.equals("autoscaling.alpha.kubernetes.io/current-metrics"));
  }
}
