package io.csdr.engine.rules;

import io.csdr.engine.cluster.KubeObject;
import java.util.Set;

/// Frees a claim from its volume, so that it gets a new one, unless that volume comes back as it was.
final class ClaimRule implements RewriteRule {
  private static final Set<String> MARKS =
      Set.of(
          "pv.kubernetes.io/bind-completed",
          "pv.kubernetes.io/bound-by-controller",
          "volume.beta.kubernetes.io/storage-provisioner",
          "volume.kubernetes.io/storage-provisioner",
          "volume.kubernetes.io/selected-node",
          "volume.kubernetes.io/storage-resizer");

  @Override
  public String name() {
    return "claims";
  }

  @Override
  public boolean concerns(KubeObject object) {
    return object.kind().equals("PersistentVolumeClaim") && object.group().isEmpty();
  }

  @Override
  public void rewrite(KubeObject object, RewriteContext context) {
    Edits.removeKeys(object, "/metadata", "annotations", MARKS::contains);
    Edits.remove(object, "/spec", "dataSource", "dataSourceRef");
    if (context.keptVolumes().contains(object.text("/spec/volumeName"))) {
      return;
    }
    Edits.remove(object, "/spec", "volumeName");
    // A class of "" asks for a volume that somebody made by hand, which a selector may be needed to
    // find.
    boolean dynamic = !object.at("/spec/storageClassName").asText("-").isEmpty();
    if (dynamic) {
      Edits.remove(object, "/spec", "selector");
    }
  }
}
