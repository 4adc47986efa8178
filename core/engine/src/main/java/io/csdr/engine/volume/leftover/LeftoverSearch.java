package io.csdr.engine.volume.leftover;

import io.csdr.engine.volume.run.ApiRefusal;
import io.csdr.engine.volume.run.RunLabels;
import io.csdr.engine.volume.run.RunRole;
import io.csdr.engine.volume.run.RunScope;
import io.csdr.engine.volume.run.SnapshotApi;
import io.csdr.model.ObjectRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds by label what runs created, in every kind that they create.
final class LeftoverSearch {
  private final KubernetesClient client;
  private final SnapshotApi api;
  private final Set<String> namespaces = new TreeSet<>();

  LeftoverSearch(KubernetesClient client, Collection<String> namespaces) {
    this.client = client;
    this.api = new SnapshotApi(client);
    this.namespaces.add(client.getNamespace() == null ? "default" : client.getNamespace());
    this.namespaces.addAll(namespaces);
  }

  /// Everything of the run, or of all runs where `run` is null. Kinds that the cluster lacks or hides are
  /// passed over; who may not look into all namespaces sees the current one and those that were named.
  List<Leftover> find(@Nullable String run) {
    List<Leftover> found = new ArrayList<>();
    found.addAll(namespaced(client.batch().v1().jobs(), "batch", "jobs", run));
    found.addAll(namespaced(client.pods(), "", "pods", run));
    found.addAll(namespaced(client.persistentVolumeClaims(), "", "persistentvolumeclaims", run));
    found.addAll(cluster(client.persistentVolumes(), "", "persistentvolumes", run));
    found.addAll(namespaced(api.snapshots(), "snapshot.storage.k8s.io", "volumesnapshots", run));
    found.addAll(cluster(api.contents(), "snapshot.storage.k8s.io", "volumesnapshotcontents", run));
    found.addAll(namespaced(client.secrets(), "", "secrets", run));
    found.addAll(readable(() -> staying(labelled(client.namespaces(), run)), "", "namespaces"));
    return found;
  }

  /// A namespace that is being deleted goes by itself when everything in it has gone, which takes Kubernetes seconds,
  /// and for as long as some other part of the cluster is out of order.
  private static List<Namespace> staying(List<Namespace> namespaces) {
    return namespaces.stream()
        .filter(namespace -> namespace.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  private <T extends HasMetadata, L extends KubernetesResourceList<T>, R extends Resource<T>>
      List<Leftover> namespaced(
          MixedOperation<T, L, R> kind, String group, String resource, @Nullable String run) {
    try {
      return leftovers(labelled(kind.inAnyNamespace(), run), group, resource);
    } catch (KubernetesClientException e) {
      if (ApiRefusal.missing(e)) {
        return List.of();
      }
      if (!ApiRefusal.forbidden(e)) {
        throw e;
      }
    }
    List<Leftover> found = new ArrayList<>();
    for (String namespace : namespaces) {
      found.addAll(readable(() -> labelled(kind.inNamespace(namespace), run), group, resource));
    }
    return found;
  }

  private <T extends HasMetadata, L extends KubernetesResourceList<T>, R extends Resource<T>>
      List<Leftover> cluster(
          NonNamespaceOperation<T, L, R> kind,
          String group,
          String resource,
          @Nullable String run) {
    return readable(() -> labelled(kind, run), group, resource);
  }

  private static <T extends HasMetadata> List<Leftover> readable(
      Supplier<List<T>> list, String group, String resource) {
    try {
      return leftovers(list.get(), group, resource);
    } catch (KubernetesClientException e) {
      if (ApiRefusal.missing(e) || ApiRefusal.forbidden(e)) {
        return List.of();
      }
      throw e;
    }
  }

  private static <T extends HasMetadata, L extends KubernetesResourceList<T>, R extends Resource<T>>
      List<T> labelled(FilterWatchListDeletable<T, L, R> kind, @Nullable String run) {
    FilterWatchListDeletable<T, L, R> ours = kind.withLabel(RunLabels.ROLE);
    return (run == null ? ours.withLabel(RunLabels.RUN) : ours.withLabel(RunLabels.RUN, run))
        .list()
        .getItems();
  }

  private static <T extends HasMetadata> List<Leftover> leftovers(
      List<T> items, String group, String resource) {
    List<Leftover> leftovers = new ArrayList<>();
    Function<T, ObjectRef> ref =
        item ->
            new ObjectRef(
                group, resource, item.getMetadata().getNamespace(), item.getMetadata().getName());
    for (T item : items) {
      Map<String, String> labels = item.getMetadata().getLabels();
      RunRole role = RunRole.of(labels.get(RunLabels.ROLE));
      String run = labels.get(RunLabels.RUN);
      if (role != null
          && run != null
          && RunScope.isRun(run)
          && credible(run, role, item.getMetadata())) {
        leftovers.add(new Leftover(ref.apply(item), run, role, expiry(item)));
      }
    }
    return leftovers;
  }

  /// Labels are put on anything by anybody; what a run creates has a name of the run's making too, unless it
  /// is the user's claim, or a volume in hand-over, which only administrators could label.
  private static boolean credible(String run, RunRole role, ObjectMeta meta) {
    return switch (role) {
      case GATE, FILLING -> true;
      case WORKSPACE -> meta.getName().equals(RunScope.workspaceOf(run));
      case STAGING -> meta.getNamespace() == null || RunScope.isName(meta.getName());
      case PULL_SECRET, MOVER, SNAPSHOT, SHARED_SNAPSHOT, TWIN -> RunScope.isName(meta.getName());
    };
  }

  private static @Nullable Instant expiry(HasMetadata item) {
    Map<String, String> annotations = item.getMetadata().getAnnotations();
    String text = annotations == null ? null : annotations.get(RunLabels.EXPIRES);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
