package io.csdr.engine.volume.claim;

import io.csdr.engine.volume.run.ApiRefusal;
import io.csdr.engine.volume.run.SnapshotApi;
import io.csdr.model.PvcRef;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the facts about claims: the claims, their volumes, the pods that use them, and the classes.
public final class ClaimReader {
  private static final String DEFAULT_SNAPSHOT_CLASS =
      "snapshot.storage.kubernetes.io/is-default-class";
  private static final String PROVISIONER = "volume.kubernetes.io/storage-provisioner";
  private static final String DEFAULT_STORAGE_CLASS = "storageclass.kubernetes.io/is-default-class";

  private final KubernetesClient client;
  private final Map<String, String> backupAnnotations;

  /// `backupAnnotations` are those of the backup resource, empty where there is none.
  public ClaimReader(KubernetesClient client, Map<String, String> backupAnnotations) {
    this.client = client;
    this.backupAnnotations = Map.copyOf(backupAnnotations);
  }

  /// The facts about these claims, in their order; claims that do not exist are left out.
  ///
  /// @throws KubernetesClientException when claims or pods cannot be read
  public List<ClaimFacts> read(Collection<PvcRef> claims) {
    SnapshotChoice choice =
        new SnapshotChoice(snapshotClasses(), storageClasses(), backupAnnotations);
    Map<String, List<Pod>> pods = new TreeMap<>();
    List<ClaimFacts> facts = new ArrayList<>();
    for (PvcRef ref : claims) {
      PersistentVolumeClaim claim =
          client.persistentVolumeClaims().inNamespace(ref.namespace()).withName(ref.name()).get();
      if (claim != null) {
        List<Pod> here =
            pods.computeIfAbsent(
                ref.namespace(), name -> client.pods().inNamespace(name).list().getItems());
        facts.add(facts(ref, claim, here, choice));
      }
    }
    return facts;
  }

  /// The facts about one claim, empty when it does not exist.
  public Optional<ClaimFacts> read(PvcRef claim) {
    return read(List.of(claim)).stream().findFirst();
  }

  private ClaimFacts facts(
      PvcRef ref, PersistentVolumeClaim claim, List<Pod> pods, SnapshotChoice choice) {
    ClaimState state = state(ref, claim);
    VolumeFacts volume = volume(claim.getSpec().getVolumeName(), state);
    SnapshotOffer offer =
        volume != null && volume.source() instanceof VolumeSource.Csi csi
            ? choice.choose(state, csi.driver())
            : new SnapshotOffer.NotOffered("not a CSI volume", "use --volumes copy");
    return new ClaimFacts(ref, state, volume, PodUse.users(pods, ref.name()), offer);
  }

  private ClaimState state(PvcRef ref, PersistentVolumeClaim claim) {
    String phase =
        claim.getStatus() == null || claim.getStatus().getPhase() == null
            ? "Pending"
            : claim.getStatus().getPhase();
    Quantity wanted =
        claim.getSpec().getResources() == null
                || claim.getSpec().getResources().getRequests() == null
            ? null
            : claim.getSpec().getResources().getRequests().get("storage");
    return new ClaimState(
        claim.getMetadata().getUid(),
        phase,
        claim.getMetadata().getDeletionTimestamp() != null,
        "Block".equals(claim.getSpec().getVolumeMode()),
        bytes(wanted),
        claim.getSpec().getAccessModes() == null
            ? Set.of()
            : Set.copyOf(claim.getSpec().getAccessModes()),
        claim.getSpec().getStorageClassName(),
        orEmpty(claim.getMetadata().getLabels()),
        orEmpty(claim.getMetadata().getAnnotations()),
        phase.equals("Pending") ? lastWords(ref) : "");
  }

  /// Who may not read volumes learns the driver from what the provisioner wrote on the claim.
  private @Nullable VolumeFacts volume(@Nullable String name, ClaimState claim) {
    PersistentVolume volume = null;
    if (name != null && !name.isEmpty()) {
      try {
        volume = client.persistentVolumes().withName(name).get();
      } catch (KubernetesClientException e) {
        if (!ApiRefusal.forbidden(e)) {
          throw e;
        }
        String driver = claim.annotations().get(PROVISIONER);
        VolumeSource source =
            driver == null ? new VolumeSource.Unseen() : new VolumeSource.Csi(driver, "");
        return new VolumeFacts(name, source, claim.requestedBytes(), false);
      }
    }
    if (volume == null) {
      return null;
    }
    return new VolumeFacts(
        volume.getMetadata().getName(),
        VolumeSources.of(volume.getSpec()),
        bytes(
            volume.getSpec().getCapacity() == null
                ? null
                : volume.getSpec().getCapacity().get("storage")),
        volume.getSpec().getNodeAffinity() != null);
  }

  /// Events are told by the cluster's own components and say why a claim waits.
  private String lastWords(PvcRef ref) {
    try {
      return client
          .v1()
          .events()
          .inNamespace(ref.namespace())
          .withField("involvedObject.name", ref.name())
          .withField("involvedObject.kind", "PersistentVolumeClaim")
          .list()
          .getItems()
          .stream()
          .max(Comparator.comparing(ClaimReader::time))
          .map(Event::getMessage)
          .orElse("");
    } catch (KubernetesClientException e) {
      if (!ApiRefusal.forbidden(e)) {
        throw e;
      }
      return "";
    }
  }

  private static String time(Event event) {
    return event.getLastTimestamp() == null
        ? event.getMetadata().getCreationTimestamp()
        : event.getLastTimestamp();
  }

  /// The VolumeSnapshotClasses; none where the cluster has none or does not let us see.
  public List<SnapshotClass> snapshotClasses() {
    List<GenericKubernetesResource> classes = new SnapshotApi(client).classes();
    return classes.stream()
        .map(item ->
            new SnapshotClass(
                item.getMetadata().getName(),
                String.valueOf(item.getAdditionalProperties().get("driver")),
                hasLabel(item, SnapshotChoice.VELERO_CLASS),
                isDefault(item, DEFAULT_SNAPSHOT_CLASS)))
        .toList();
  }

  /// The StorageClasses; none where they may not be read.
  public List<StorageClassFacts> storageClasses() {
    try {
      return client.storage().v1().storageClasses().list().getItems().stream()
          .map(ClaimReader::storageClass)
          .toList();
    } catch (KubernetesClientException e) {
      if (!ApiRefusal.forbidden(e)) {
        throw e;
      }
      return List.of();
    }
  }

  private static StorageClassFacts storageClass(StorageClass item) {
    return new StorageClassFacts(
        item.getMetadata().getName(),
        item.getProvisioner(),
        isDefault(item, DEFAULT_STORAGE_CLASS));
  }

  private static boolean hasLabel(HasMetadata item, String label) {
    return "true".equals(orEmpty(item.getMetadata().getLabels()).get(label));
  }

  private static boolean isDefault(HasMetadata item, String annotation) {
    return "true".equals(orEmpty(item.getMetadata().getAnnotations()).get(annotation));
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  private static long bytes(@Nullable Quantity quantity) {
    return quantity == null ? 0 : quantity.getNumericalAmount().longValue();
  }
}
