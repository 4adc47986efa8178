package io.csdr.engine.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.select.PodTemplates;

/// Gives claims, volumes and claim templates the storage class that the user mapped theirs to.
final class StorageClassMapping implements RewriteRule {
  private static final String OLD_FORM = "volume.beta.kubernetes.io/storage-class";

  @Override
  public String name() {
    return "storage-class-map";
  }

  @Override
  public boolean concerns(KubeObject object) {
    return true;
  }

  @Override
  public void rewrite(KubeObject object, RewriteContext context) {
    switch (object.group() + "/" + object.kind()) {
      case "/PersistentVolumeClaim", "/PersistentVolume" -> {
        Edits.text(object.at("/spec"), "storageClassName", context.asked()::storageClass);
        Edits.text(object.at("/metadata/annotations"), OLD_FORM, context.asked()::storageClass);
      }
      case "apps/StatefulSet" -> {
        for (ObjectNode template : Edits.nodes(object.json(), "/spec/volumeClaimTemplates")) {
          Edits.text(template.path("spec"), "storageClassName", context.asked()::storageClass);
          Edits.text(template.at("/metadata/annotations"), OLD_FORM, context.asked()::storageClass);
        }
      }
      default -> {}
    }
    PodTemplates.spec(object)
        .ifPresent(spec -> {
          for (ObjectNode volume : Edits.nodes(spec, "/volumes")) {
            Edits.text(
                volume.at("/ephemeral/volumeClaimTemplate/spec"),
                "storageClassName",
                context.asked()::storageClass);
          }
        });
  }
}
