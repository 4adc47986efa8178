package io.csdr.engine.capture;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.engine.capture.ClaimFacts.PodUse;
import io.csdr.engine.cluster.ApiException;
import io.csdr.engine.cluster.ApiFailures;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.cluster.ListQuery;
import io.csdr.model.PvcRef;
import io.csdr.model.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds out what the volume side must know of each claim: its volume, its class and its users.
public final class ClaimSurvey {
  private final Cluster cluster;
  private final Discovery discovery;
  private final Coverage coverage;
  private final Map<String, Optional<KubeObject>> classes = new HashMap<>();

  /// Verdicts on what could not be looked at go to `coverage`.
  public ClaimSurvey(Cluster cluster, Discovery discovery, Coverage coverage) {
    this.cluster = cluster;
    this.discovery = discovery;
    this.coverage = coverage;
  }

  /// The facts of each claim, in the order given.
  public List<ClaimFacts> of(List<KubeObject> claims) {
    Map<PvcRef, List<PodUse>> users = users(claims);
    List<ClaimFacts> facts = new ArrayList<>();
    for (KubeObject claim : claims) {
      PvcRef ref = ref(claim);
      facts.add(
          new ClaimFacts(
              ref,
              claim,
              volume(claim.text("/spec/volumeName")),
              storageClass(claim.text("/spec/storageClassName")),
              users.getOrDefault(ref, List.of())));
    }
    return facts;
  }

  private Map<PvcRef, List<PodUse>> users(List<KubeObject> claims) {
    Map<PvcRef, List<PodUse>> users = new TreeMap<>();
    Optional<ApiResource> pods = discovery.find("", "pods");
    claims.forEach(claim -> users.put(ref(claim), new ArrayList<>()));
    List<String> namespaces = users.keySet().stream().map(PvcRef::namespace).distinct().toList();
    for (String namespace : namespaces) {
      pods.ifPresent(kind -> usersIn(kind, namespace, users));
    }
    return users;
  }

  private void usersIn(ApiResource pods, String namespace, Map<PvcRef, List<PodUse>> users) {
    try {
      cluster.list(ListQuery.all(pods, namespace), pod -> note(pod, namespace, users));
    } catch (ApiException e) {
      coverage.kind(
          "pods in namespace " + namespace,
          new Verdict.Failed(ApiFailures.ofList(e, pods, namespace)));
    }
  }

  private static void note(KubeObject pod, String namespace, Map<PvcRef, List<PodUse>> users) {
    for (JsonNode volume : pod.at("/spec/volumes")) {
      JsonNode source = volume.path("persistentVolumeClaim");
      // An ephemeral volume's claim is named after pod and volume.
      String claim =
          volume.has("ephemeral")
              ? pod.name() + "-" + volume.path("name").asText("")
              : source.path("claimName").asText("");
      List<PodUse> uses = users.get(new PvcRef(namespace, claim));
      if (uses != null) {
        uses.add(
            new PodUse(
                pod.name(),
                pod.text("/spec/nodeName"),
                pod.text("/status/phase"),
                source.path("readOnly").asBoolean(false),
                pod.terminating()));
      }
    }
  }

  private @Nullable KubeObject volume(String name) {
    return name.isEmpty() ? null : look("", "persistentvolumes", name).orElse(null);
  }

  private @Nullable KubeObject storageClass(String name) {
    if (name.isEmpty()) {
      return null;
    }
    return classes
        .computeIfAbsent(name, n -> look("storage.k8s.io", "storageclasses", n))
        .orElse(null);
  }

  /// Who may not read these is served without: the missing right has its verdict where they are stored.
  private Optional<KubeObject> look(String group, String resource, String name) {
    try {
      return discovery.find(group, resource).flatMap(kind -> cluster.get(kind, null, name));
    } catch (ApiException e) {
      if (e.reason() == ApiException.Reason.FORBIDDEN) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static PvcRef ref(KubeObject claim) {
    String namespace = claim.namespace();
    return new PvcRef(namespace == null ? "" : namespace, claim.name());
  }
}
