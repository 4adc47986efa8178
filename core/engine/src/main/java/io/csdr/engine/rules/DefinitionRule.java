package io.csdr.engine.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.KubeObject;

/// Turns `preserveUnknownFields: true` of an old CRD into what version v1 has instead.
final class DefinitionRule implements RewriteRule {
  @Override
  public String name() {
    return "definitions";
  }

  @Override
  public boolean concerns(KubeObject object) {
    return object.kind().equals("CustomResourceDefinition")
        && object.group().equals("apiextensions.k8s.io");
  }

  @Override
  public void rewrite(KubeObject object, RewriteContext context) {
    if (!object.at("/spec/preserveUnknownFields").asBoolean(false)) {
      return;
    }
    Edits.remove(object, "/spec", "preserveUnknownFields");
    for (ObjectNode version : Edits.nodes(object.json(), "/spec/versions")) {
      ObjectNode schema = version.withObject("/schema/openAPIV3Schema");
      if (!schema.has("type")) {
        schema.put("type", "object");
      }
      schema.put("x-kubernetes-preserve-unknown-fields", true);
    }
  }
}
