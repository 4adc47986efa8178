package io.csdr.engine.volume.claim;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which pods use which claims.
public final class PodUse {
  private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

  private PodUse() {}

  /// The names of the claims in the pod's namespace that it mounts.
  public static Set<String> claims(Pod pod) {
    Set<String> claims = new LinkedHashSet<>();
    if (pod.getSpec() == null || pod.getSpec().getVolumes() == null) {
      return claims;
    }
    for (Volume volume : pod.getSpec().getVolumes()) {
      if (volume.getPersistentVolumeClaim() != null) {
        claims.add(volume.getPersistentVolumeClaim().getClaimName());
      } else if (volume.getEphemeral() != null) {
        claims.add(pod.getMetadata().getName() + "-" + volume.getName());
      }
    }
    return claims;
  }

  /// The pods among `pods` that use the claim and have not finished.
  public static List<ClaimUser> users(Collection<Pod> pods, String claim) {
    return pods.stream().filter(pod -> holds(pod, claim)).map(PodUse::user).toList();
  }

  /// The pod as a user of its claims, or null when it has finished.
  public static @Nullable ClaimUser unfinished(Pod pod) {
    return finished(pod) ? null : user(pod);
  }

  private static boolean holds(Pod pod, String claim) {
    return !finished(pod) && claims(pod).contains(claim);
  }

  private static boolean finished(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getPhase() != null
        && FINISHED.contains(pod.getStatus().getPhase());
  }

  private static ClaimUser user(Pod pod) {
    return new ClaimUser(
        pod.getMetadata().getName(),
        pod.getMetadata().getUid(),
        pod.getSpec().getNodeName(),
        pod.getMetadata().getDeletionTimestamp() != null);
  }
}
