package io.csdr.engine.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.select.PodTemplates;
import io.csdr.model.request.Rewrites;
import java.util.List;

/// Lets pods get their images from where the user says.
final class ImageMapping implements RewriteRule {
  @Override
  public String name() {
    return "image-map";
  }

  @Override
  public boolean concerns(KubeObject object) {
    return true;
  }

  @Override
  public void rewrite(KubeObject object, RewriteContext context) {
    Rewrites asked = context.asked();
    PodTemplates.spec(object)
        .ifPresent(spec -> {
          for (String containers : List.of("/containers", "/initContainers")) {
            for (ObjectNode container : Edits.nodes(spec, containers)) {
              Edits.text(container, "image", asked::image);
            }
          }
          for (ObjectNode volume : Edits.nodes(spec, "/volumes")) {
            Edits.text(volume.path("image"), "reference", asked::image);
          }
        });
  }
}
