package io.csdr.engine.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.select.PodTemplates;
import io.csdr.model.PvcRef;
import java.util.Set;

/// Tells which workloads cannot run without certain claims, because their pods mount them.
record ClaimNeed(Set<PvcRef> claims) {
  ClaimNeed {
    claims = Set.copyOf(claims);
  }

  /// Whether the pods of the workload mount one of the claims.
  boolean of(KubeObject workload) {
    String namespace = workload.namespace();
    return namespace != null
        && claims.stream()
            .filter(claim -> claim.namespace().equals(namespace))
            .anyMatch(claim -> mounts(workload, claim.name()));
  }

  private static boolean mounts(KubeObject workload, String claim) {
    boolean named =
        PodTemplates.spec(workload).stream()
            .flatMap(spec -> spec.path("volumes").valueStream())
            .anyMatch(
                volume -> volume.at("/persistentVolumeClaim/claimName").asText("").equals(claim));
    return named || makes(workload, claim);
  }

  /// A StatefulSet names its claims `TEMPLATE-SET-ORDINAL`.
  private static boolean makes(KubeObject workload, String claim) {
    for (JsonNode template : workload.at("/spec/volumeClaimTemplates")) {
      String start = template.at("/metadata/name").asText("") + "-" + workload.name() + "-";
      if (claim.startsWith(start) && claim.substring(start.length()).matches("\\d+")) {
        return true;
      }
    }
    return false;
  }
}
