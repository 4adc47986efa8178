package io.csdr.engine.select;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.KubeObject;
import java.util.Optional;

/// Where the built-in kinds keep the pods that they run.
public final class PodTemplates {
  private PodTemplates() {}

  /// The object that holds `metadata` and `spec` of the pods: the pod itself, or its template; empty for
  /// kinds that run no pods.
  public static Optional<ObjectNode> of(KubeObject object) {
    JsonNode template =
        switch (object.group() + "/" + object.kind()) {
          case "/Pod" -> object.json();
          case "apps/Deployment",
              "apps/StatefulSet",
              "apps/DaemonSet",
              "apps/ReplicaSet",
              "extensions/Deployment",
              "extensions/DaemonSet",
              "extensions/ReplicaSet",
              "/ReplicationController",
              "batch/Job" ->
              object.at("/spec/template");
          case "/PodTemplate" -> object.at("/template");
          case "batch/CronJob" -> object.at("/spec/jobTemplate/spec/template");
          default -> object.at("/no/such/template");
        };
    return template instanceof ObjectNode node ? Optional.of(node) : Optional.empty();
  }

  /// The pods' `spec`, empty for kinds that run no pods.
  public static Optional<ObjectNode> spec(KubeObject object) {
    return of(object)
        .map(template -> template.get("spec"))
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast);
  }
}
