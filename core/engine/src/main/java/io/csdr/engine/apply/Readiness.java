package io.csdr.engine.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.engine.cluster.KubeObject;

/// Whether a workload runs as its spec says, told from its status.
sealed interface Readiness {
  /// All of it runs, or there is nothing to run.
  record Ready() implements Readiness {}

  /// It may still come.
  record NotYet(String why) implements Readiness {}

  /// It will not.
  record Broken(String why) implements Readiness {}

  static Readiness of(KubeObject workload) {
    long generation = workload.at("/metadata/generation").asLong(0);
    long observed = workload.at("/status/observedGeneration").asLong(generation);
    if (observed < generation || !workload.at("/status").isObject()) {
      return new NotYet("its controller has not looked at it yet");
    }
    return switch (workload.kind()) {
      case "Deployment" -> counted(workload, "updatedReplicas", "availableReplicas");
      case "StatefulSet" -> counted(workload, "readyReplicas", "readyReplicas");
      case "DaemonSet" -> daemons(workload);
      case "Job" -> job(workload);
      case "Pod" -> pod(workload);
      default -> new Ready();
    };
  }

  private static Readiness counted(KubeObject workload, String first, String second) {
    long wanted = workload.at("/spec/replicas").asLong(1);
    long have =
        Math.min(
            workload.at("/status/" + first).asLong(0), workload.at("/status/" + second).asLong(0));
    return have >= wanted ? new Ready() : new NotYet(have + " of " + wanted + " pods are ready");
  }

  private static Readiness daemons(KubeObject workload) {
    long wanted = workload.at("/status/desiredNumberScheduled").asLong(0);
    long have = workload.at("/status/numberReady").asLong(0);
    return have >= wanted ? new Ready() : new NotYet(have + " of " + wanted + " pods are ready");
  }

  private static Readiness job(KubeObject job) {
    if (condition(job, "Failed")) {
      return new Broken("the Job has failed");
    }
    boolean suspended = job.at("/spec/suspend").asBoolean(false);
    boolean running = job.at("/status/ready").asLong(0) > 0;
    return suspended || running || condition(job, "Complete")
        ? new Ready()
        : new NotYet("no pod of the Job runs");
  }

  private static Readiness pod(KubeObject pod) {
    return switch (pod.text("/status/phase")) {
      case "Succeeded" -> new Ready();
      case "Failed" -> new Broken("the pod has failed: " + pod.text("/status/message"));
      default -> condition(pod, "Ready") ? new Ready() : new NotYet("the pod is not ready");
    };
  }

  private static boolean condition(KubeObject object, String type) {
    for (JsonNode condition : object.at("/status/conditions")) {
      if (condition.path("type").asText("").equals(type)) {
        return condition.path("status").asText("").equals("True");
      }
    }
    return false;
  }
}
