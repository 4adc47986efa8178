package io.csdr.engine.volume.job;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a mover's pod stands, read from its status.
public sealed interface PodState {
  /// On its way; `words` are the scheduler's or kubelet's, empty while there are none.
  record Starting(String words) implements PodState {}

  /// Held up by something that waiting alone does not mend.
  record Stuck(String type, String message, String fix) implements PodState {}

  /// The mover's process runs.
  record Running() implements PodState {}

  /// Ended, for this reason.
  record Dead(String why) implements PodState {}

  /// The state of `pod`, whose image is called `image` in messages.
  static PodState of(Pod pod, String image) {
    if (pod.getStatus() == null || pod.getStatus().getPhase() == null) {
      return new Starting("");
    }
    ContainerStatus container =
        pod.getStatus().getContainerStatuses() == null
                || pod.getStatus().getContainerStatuses().isEmpty()
            ? null
            : pod.getStatus().getContainerStatuses().getFirst();
    String phase = pod.getStatus().getPhase();
    if (phase.equals("Failed") || phase.equals("Succeeded")) {
      return new Dead(end(pod, container));
    }
    if (container != null && container.getState() != null) {
      if (container.getState().getTerminated() != null) {
        return new Dead(end(pod, container));
      }
      if (container.getState().getRunning() != null) {
        return new Running();
      }
      ContainerStateWaiting waiting = container.getState().getWaiting();
      if (waiting != null && waiting.getReason() != null) {
        return Waiting.of(waiting, pod.getSpec().getNodeName(), image);
      }
    }
    return new Starting(unscheduled(pod));
  }

  private static String unscheduled(Pod pod) {
    if (pod.getStatus().getConditions() != null) {
      for (PodCondition condition : pod.getStatus().getConditions()) {
        if ("PodScheduled".equals(condition.getType())
            && "False".equals(condition.getStatus())
            && condition.getMessage() != null) {
          return condition.getMessage();
        }
      }
    }
    return "";
  }

  private static String end(Pod pod, @Nullable ContainerStatus container) {
    String reason = pod.getStatus().getReason();
    if (reason != null) {
      String message = pod.getStatus().getMessage();
      return message == null ? reason : reason + ": " + message;
    }
    ContainerStateTerminated ended =
        container == null || container.getState() == null
            ? null
            : container.getState().getTerminated();
    if (ended == null) {
      return "its pod ended";
    }
    if ("OOMKilled".equals(ended.getReason())) {
      return "it was killed because it used more memory than its limit";
    }
    return "it ended with exit code "
        + ended.getExitCode()
        + (ended.getMessage() == null ? "" : ": " + ended.getMessage().strip());
  }

  /// What the reasons of a waiting container mean.
  final class Waiting {
    private static final Set<String> IMAGE =
        Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "ImageInspectError",
            "RegistryUnavailable",
            "SignatureValidationFailed");
    private static final Set<String> START =
        Set.of(
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError",
            "PreCreateHookError",
            "CreatePodSandboxError");

    private Waiting() {}

    static PodState of(ContainerStateWaiting waiting, @Nullable String node, String image) {
      String words = waiting.getMessage() == null ? waiting.getReason() : waiting.getMessage();
      if (IMAGE.contains(waiting.getReason())) {
        return words.contains("no match for platform")
            ? wrongArchitecture(node, image)
            : new Stuck(
                "ImagePull",
                "node " + node + " cannot pull image " + image + ": " + words,
                "name an image that the nodes can pull with --image (and --image-pull-secret)");
      }
      if (words.contains("exec format error")) {
        return wrongArchitecture(node, image);
      }
      return START.contains(waiting.getReason())
          ? new Stuck(
              "MoverNotStarted",
              "node " + node + " cannot start the mover: " + words,
              "see kubectl describe node " + node)
          : new Starting("");
    }

    static Stuck wrongArchitecture(@Nullable String node, String image) {
      return new Stuck(
          "WrongArchitecture",
          "image " + image + " was not built for the architecture of node " + node,
          "name an image for that architecture with --image");
    }
  }
}
