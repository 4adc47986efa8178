package io.csdr.engine.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.select.BuiltinExclusions;
import java.util.Optional;

/// What is never restored although a backup has it: everything that a backup of today would leave out,
/// and work that was already done.
final class RestoreExclusions {
  private RestoreExclusions() {}

  static Optional<String> reason(ApiResource kind, KubeObject stored) {
    Optional<BuiltinExclusions.Rule> rule =
        BuiltinExclusions.ofKind(kind).or(() -> BuiltinExclusions.ofObject(kind, stored));
    if (rule.isPresent()) {
      return Optional.of(rule.get().name() + ": " + rule.get().reason());
    }
    return switch (kind.qualified()) {
      case "pods" -> finishedPod(stored);
      case "jobs.batch" -> finishedJob(stored);
      default -> Optional.empty();
    };
  }

  private static Optional<String> finishedPod(KubeObject pod) {
    String phase = pod.text("/status/phase");
    return phase.equals("Succeeded") || phase.equals("Failed")
        ? Optional.of("finished-pods: it had ended (" + phase + ")")
        : Optional.empty();
  }

  private static Optional<String> finishedJob(KubeObject job) {
    if (job.at("/status").hasNonNull("completionTime")) {
      return Optional.of("finished-jobs: it had completed");
    }
    for (JsonNode condition : job.at("/status/conditions")) {
      if (condition.path("type").asText("").equals("Failed")
          && condition.path("status").asText("").equals("True")) {
        return Optional.of("finished-jobs: it had failed");
      }
    }
    return Optional.empty();
  }
}
