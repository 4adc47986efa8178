package io.csdr.engine.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.engine.cluster.ApiException;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.cluster.ListQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Finds out what keeps the pods of a workload from running.
final class PodTrouble {
  private final Cluster cluster;
  private final Discovery discovery;

  PodTrouble(Cluster cluster, Discovery discovery) {
    this.cluster = cluster;
    this.discovery = discovery;
  }

  /// What is wrong, in the words of a [io.csdr.model.Failure].
  record Trouble(String type, String message, String fix) {}

  /// The first trouble found in the workload's pods, or in its own events when it has none.
  Optional<Trouble> of(KubeObject workload) {
    try {
      List<KubeObject> pods = pods(workload);
      for (KubeObject pod : pods) {
        Optional<Trouble> trouble = ofPod(pod);
        if (trouble.isPresent()) {
          return trouble;
        }
      }
      if (!pods.isEmpty()) {
        return Optional.empty();
      }
      Optional<Trouble> refused = ofConditions(workload);
      return refused.isPresent() ? refused : ofEvents(workload);
    } catch (ApiException e) {
      // Who may not see pods gets the workload's own numbers.
      return Optional.empty();
    }
  }

  private List<KubeObject> pods(KubeObject workload) {
    if (workload.kind().equals("Pod")) {
      return List.of(workload);
    }
    StringJoiner labels = new StringJoiner(",");
    Map<String, String> wanted = KubeObject.strings(workload.at("/spec/selector/matchLabels"));
    wanted.forEach((key, value) -> labels.add(key + "=" + value));
    List<KubeObject> pods = new ArrayList<>();
    if (!wanted.isEmpty()) {
      ApiResource kind = discovery.find("", "pods").orElseThrow();
      cluster.list(new ListQuery(kind, workload.namespace(), labels.toString(), null), pods::add);
    }
    return pods;
  }

  private Optional<Trouble> ofPod(KubeObject pod) {
    String name = "pod " + pod.name() + ": ";
    for (String list : new String[] {"initContainerStatuses", "containerStatuses"}) {
      for (JsonNode status : pod.at("/status/" + list)) {
        Optional<Trouble> trouble = ofContainer(name, status);
        if (trouble.isPresent()) {
          return trouble;
        }
      }
    }
    for (JsonNode condition : pod.at("/status/conditions")) {
      if (condition.path("type").asText("").equals("PodScheduled")
          && condition.path("status").asText("").equals("False")) {
        return Optional.of(
            new Trouble(
                "Unschedulable",
                name + condition.path("message").asText("not scheduled"),
                "give the cluster a node that it fits, or change what it asks for"));
      }
    }
    return pod.text("/status/phase").equals("Pending") ? ofEvents(pod) : Optional.empty();
  }

  /// A Deployment tells by a condition why its ReplicaSet may not make pods.
  private static Optional<Trouble> ofConditions(KubeObject workload) {
    for (JsonNode condition : workload.at("/status/conditions")) {
      if (condition.path("type").asText("").equals("ReplicaFailure")
          && condition.path("status").asText("").equals("True")) {
        return Optional.of(
            new Trouble(
                condition.path("reason").asText("ReplicaFailure"),
                "no pod can be made: " + condition.path("message").asText(""),
                ""));
      }
    }
    return Optional.empty();
  }

  /// What the status of one container tells; `name` begins the message.
  static Optional<Trouble> ofContainer(String name, JsonNode status) {
    JsonNode waiting = status.path("state").path("waiting");
    String message = waiting.path("message").asText("");
    String image = status.path("image").asText("");
    return switch (waiting.path("reason").asText("")) {
      case "ImagePullBackOff", "ErrImagePull", "ErrImageNeverPull", "InvalidImageName" ->
          Optional.of(
              new Trouble(
                  "ImagePull",
                  name + "cannot get image " + image + ": " + message,
                  "make the image reachable from this cluster's nodes"));
      case "CreateContainerConfigError", "CreateContainerError", "RunContainerError" ->
          Optional.of(new Trouble("ContainerStart", name + message, ""));
      default -> ofEnd(name, status);
    };
  }

  /// A container that has ended and is not ready crashes, whether it is just waiting for its next start,
  /// starting, or running again until the next end.
  private static Optional<Trouble> ofEnd(String name, JsonNode status) {
    JsonNode now = status.at("/state/terminated");
    JsonNode end = now.isObject() ? now : status.at("/lastState/terminated");
    boolean finished = now.path("exitCode").asInt(1) == 0 && restarts(status) == 0;
    if (finished
        || status.path("ready").asBoolean(false)
        || !(end.isObject() || restarts(status) > 0)) {
      return Optional.empty();
    }
    return Optional.of(
        new Trouble(
            "CrashLoop",
            name
                + "container "
                + status.path("name").asText("")
                + " keeps ending, last with code "
                + end.path("exitCode").asText("?"),
            "see why with: kubectl logs --previous"));
  }

  private static int restarts(JsonNode status) {
    return status.path("restartCount").asInt(0);
  }

  /// The newest warning about an object, such as a quota that refuses pods or a volume that will not mount.
  private Optional<Trouble> ofEvents(KubeObject object) {
    Optional<ApiResource> events = discovery.find("", "events");
    if (events.isEmpty()) {
      return Optional.empty();
    }
    @Nullable KubeObject[] newest = {null};
    String selector = "involvedObject.uid=" + object.uid() + ",type=Warning";
    cluster.list(
        new ListQuery(events.get(), object.namespace(), null, selector),
        event -> {
          if (newest[0] == null || time(event).compareTo(time(newest[0])) >= 0) {
            newest[0] = event;
          }
        });
    return newest[0] == null
        ? Optional.empty()
        : Optional.of(
            new Trouble(
                newest[0].text("/reason"),
                object.kind() + " " + object.name() + ": " + newest[0].text("/message"),
                ""));
  }

  private static String time(KubeObject event) {
    String last = event.text("/lastTimestamp");
    return last.isEmpty() ? event.text("/metadata/creationTimestamp") : last;
  }
}
