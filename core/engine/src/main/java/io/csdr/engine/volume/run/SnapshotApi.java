package io.csdr.engine.volume.run;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The kinds of `snapshot.storage.k8s.io/v1`, which a cluster may lack.
public final class SnapshotApi {
  /// Group and version.
  public static final String API_VERSION = "snapshot.storage.k8s.io/v1";

  private static final ResourceDefinitionContext SNAPSHOTS =
      context("VolumeSnapshot", "volumesnapshots", true);
  private static final ResourceDefinitionContext CONTENTS =
      context("VolumeSnapshotContent", "volumesnapshotcontents", false);
  private static final ResourceDefinitionContext CLASSES =
      context("VolumeSnapshotClass", "volumesnapshotclasses", false);

  private final KubernetesClient client;

  /// Speaks to the cluster of `client`.
  public SnapshotApi(KubernetesClient client) {
    this.client = client;
  }

  /// The snapshots.
  public MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      snapshots() {
    return client.genericKubernetesResources(SNAPSHOTS);
  }

  /// The contents, cluster-scoped.
  public MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      contents() {
    return client.genericKubernetesResources(CONTENTS);
  }

  /// All classes; none where the cluster has no snapshots or does not let us see.
  public List<GenericKubernetesResource> classes() {
    try {
      return client.genericKubernetesResources(CLASSES).list().getItems();
    } catch (KubernetesClientException e) {
      if (ApiRefusal.missing(e) || ApiRefusal.forbidden(e)) {
        return List.of();
      }
      throw e;
    }
  }

  /// The value at a path of fields, or null where there is none.
  public static @Nullable Object field(GenericKubernetesResource object, String... path) {
    Object here = object.getAdditionalProperties();
    for (String step : path) {
      here = here instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return here;
  }

  /// The text at a path of fields, or null where there is none.
  public static @Nullable String text(GenericKubernetesResource object, String... path) {
    Object value = field(object, path);
    return value == null ? null : value.toString();
  }

  private static ResourceDefinitionContext context(String kind, String plural, boolean namespaced) {
    return new ResourceDefinitionContext.Builder()
        .withGroup("snapshot.storage.k8s.io")
        .withVersion("v1")
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(namespaced)
        .build();
  }
}
