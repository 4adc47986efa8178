package io.csdr.engine.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.KubeObject;

/// Lets the target allocate a Service's addresses and ports, except those that the user chose.
///
/// Must see the object's managedFields, so it comes before they are dropped.
final class ServiceRule implements RewriteRule {
  @Override
  public String name() {
    return "service-addresses";
  }

  @Override
  public boolean concerns(KubeObject object) {
    return object.kind().equals("Service") && object.group().isEmpty();
  }

  @Override
  public void rewrite(KubeObject object, RewriteContext context) {
    if (!object.text("/spec/clusterIP").equals("None")) {
      Edits.remove(object, "/spec", "clusterIP", "clusterIPs");
    }
    if (context.asked().keepNodePorts()) {
      return;
    }
    ChosenPorts chosen = ChosenPorts.of(object);
    for (ObjectNode port : Edits.nodes(object.json(), "/spec/ports")) {
      if (!chosen.nodePort(port)) {
        port.remove("nodePort");
      }
    }
    if (!chosen.healthCheckNodePort()) {
      Edits.remove(object, "/spec", "healthCheckNodePort");
    }
  }
}
