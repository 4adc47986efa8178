package io.csdr.engine.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.apply.ObjectArchive;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.rules.PodPlacement;
import io.csdr.engine.select.PodTemplates;
import io.csdr.engine.volume.gate.VolumeTraits;
import io.csdr.engine.volume.job.Placement;
import io.csdr.model.PvcRef;
import io.csdr.model.request.Rewrites;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a backup tells of the surroundings of its claims: where the pods that use a claim may run, so that
/// its volume is made where it will be used, and what is to be kept of the volume that it had.
final class ClaimNeighbours {
  /// Who decides where a volume is, when several use it: what runs all the time before what runs at times.
  private static final List<String> RANKS =
      List.of(
          "StatefulSet",
          "Deployment",
          "ReplicaSet",
          "ReplicationController",
          "DaemonSet",
          "Pod",
          "Job",
          "CronJob");

  /// A volume's place is not its user's wish: the new volume has its own.
  private static final List<String> PLACES =
      List.of("topology.kubernetes.io/", "failure-domain.beta.kubernetes.io/");

  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String OURS = "csdr.alibabacloud.com/";

  private final KubernetesSerialization json = new KubernetesSerialization();
  private final Set<PvcRef> claims;
  private final Rewrites asked;
  private final Map<PvcRef, Consumer> consumers = new HashMap<>();
  private final Map<PvcRef, Volume> volumes = new HashMap<>();

  private record Consumer(int rank, String name, Placement placement) {
    boolean before(@Nullable Consumer other) {
      return other == null
          || rank < other.rank
          || (rank == other.rank && name.compareTo(other.name) < 0);
    }
  }

  private record Volume(
      String storageClass, String reclaimPolicy, Map<String, String> labels, List<String> zones) {}

  private ClaimNeighbours(Set<PvcRef> claims, Rewrites asked) {
    this.claims = claims;
    this.asked = asked;
  }

  /// Reads what the objects of a backup tell about these of its claims, with places as the user wants them.
  static ClaimNeighbours of(ObjectArchive archive, Set<PvcRef> claims, Rewrites asked) {
    ClaimNeighbours neighbours = new ClaimNeighbours(Set.copyOf(claims), asked);
    if (!claims.isEmpty()) {
      archive.walk((path, object) -> neighbours.note(object));
    }
    return neighbours;
  }

  /// Where the pods that use the claim may run, anywhere when nothing in the backup uses it; there, rather in
  /// the zone of the volume that it had.
  Placement placement(PvcRef claim) {
    Consumer consumer = consumers.get(claim);
    Volume volume = volumes.get(claim);
    Placement place = consumer == null ? Placement.ANYWHERE : consumer.placement();
    return volume == null || asked.stripAffinity()
        ? place
        : place.preferring(ZONE, volume.zones().stream().map(asked::zone).toList());
  }

  /// What the claim's new volume, of class `storageClass`, takes over from the one it had. A class that
  /// stands in for another decides itself what becomes of released volumes, but what was kept is kept.
  VolumeTraits traits(PvcRef claim, @Nullable String storageClass) {
    Volume volume = volumes.get(claim);
    if (volume == null) {
      return VolumeTraits.NONE;
    }
    boolean same = volume.storageClass().equals(storageClass);
    boolean policy = volume.reclaimPolicy().equals("Retain") || same;
    return new VolumeTraits(
        volume.labels(),
        policy && !volume.reclaimPolicy().isEmpty() ? volume.reclaimPolicy() : null);
  }

  private void note(KubeObject object) {
    if (object.kind().equals("PersistentVolume") && object.group().isEmpty()) {
      noteVolume(object);
    } else {
      PodTemplates.spec(object).ifPresent(spec -> noteConsumer(object, spec));
    }
  }

  private void noteVolume(KubeObject object) {
    String namespace = object.text("/spec/claimRef/namespace");
    String name = object.text("/spec/claimRef/name");
    if (namespace.isEmpty() || name.isEmpty() || !claims.contains(new PvcRef(namespace, name))) {
      return;
    }
    Map<String, String> labels = new HashMap<>(object.labels());
    labels
        .keySet()
        .removeIf(key -> key.startsWith(OURS) || PLACES.stream().anyMatch(key::startsWith));
    volumes.put(
        new PvcRef(namespace, name),
        new Volume(
            object.text("/spec/storageClassName"),
            object.text("/spec/persistentVolumeReclaimPolicy"),
            labels,
            zones(object)));
  }

  /// The zones that a volume can be used in; none where it does not say.
  private static List<String> zones(KubeObject volume) {
    Set<String> zones = new TreeSet<>();
    volume
        .labels()
        .forEach((label, value) -> {
          if (PodPlacement.isZone(label)) {
            zones.add(value);
          }
        });
    for (JsonNode term : volume.at("/spec/nodeAffinity/required/nodeSelectorTerms")) {
      for (JsonNode expression : term.path("matchExpressions")) {
        if (PodPlacement.isZone(expression.path("key").asText(""))
            && expression.path("operator").asText("").equals("In")) {
          expression.path("values").forEach(value -> zones.add(value.asText("")));
        }
      }
    }
    return List.copyOf(zones);
  }

  private void noteConsumer(KubeObject object, ObjectNode spec) {
    String namespace = object.namespace();
    int rank = RANKS.indexOf(object.kind());
    if (namespace == null || rank < 0) {
      return;
    }
    Consumer consumer = null;
    for (PvcRef claim : claims) {
      if (claim.namespace().equals(namespace) && uses(object, spec, claim.name())) {
        consumer = consumer == null ? new Consumer(rank, object.name(), place(spec)) : consumer;
        if (consumer.before(consumers.get(claim))) {
          consumers.put(claim, consumer);
        }
      }
    }
  }

  private static boolean uses(KubeObject object, ObjectNode spec, String claim) {
    for (JsonNode volume : spec.path("volumes")) {
      if (volume.at("/persistentVolumeClaim/claimName").asText("").equals(claim)) {
        return true;
      }
    }
    for (JsonNode template : object.at("/spec/volumeClaimTemplates")) {
      String prefix = template.at("/metadata/name").asText("") + "-" + object.name() + "-";
      if (claim.matches(Pattern.quote(prefix) + "\\d+")) {
        return true;
      }
    }
    return false;
  }

  /// A spec that makes no sense places nothing: the API server will say what is wrong with it.
  private Placement place(ObjectNode spec) {
    ObjectNode parts = JsonNodeFactory.instance.objectNode();
    for (String field : List.of("nodeSelector", "affinity", "tolerations")) {
      if (spec.hasNonNull(field)) {
        parts.set(field, spec.get(field).deepCopy());
      }
    }
    PodPlacement.rewrite(parts, asked);
    try {
      return Placement.like(json.convertValue(parts, PodSpec.class));
    } catch (IllegalArgumentException e) {
      return Placement.ANYWHERE;
    }
  }
}
