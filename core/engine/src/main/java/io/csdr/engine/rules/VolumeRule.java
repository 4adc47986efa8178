package io.csdr.engine.rules;

import io.csdr.engine.cluster.KubeObject;

/// Lets a PersistentVolume that comes back as it was be bound by the claim of the same name.
final class VolumeRule implements RewriteRule {
  @Override
  public String name() {
    return "volumes";
  }

  @Override
  public boolean concerns(KubeObject object) {
    return object.kind().equals("PersistentVolume") && object.group().isEmpty();
  }

  @Override
  public void rewrite(KubeObject object, RewriteContext context) {
    Edits.remove(object, "/spec/claimRef", "uid", "resourceVersion");
    Edits.removeKeys(
        object,
        "/metadata",
        "annotations",
        key ->
            key.equals("pv.kubernetes.io/bound-by-controller")
                || key.equals("pv.kubernetes.io/bind-completed"));
  }
}
