package io.csdr.engine.volume.run;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/// What the caller may do beyond single namespaces. `workspace`: have a namespace for movers; `volumes`:
/// create, change and delete PersistentVolumes; `contents`: the same for VolumeSnapshotContents.
public record Rights(boolean workspace, boolean volumes, boolean contents) {
  private static final List<String> VOLUME_VERBS =
      List.of("get", "list", "create", "update", "patch", "delete");
  private static final List<String> CONTENT_VERBS = List.of("get", "create", "patch", "delete");

  /// Asks the API server.
  public static Rights of(KubernetesClient client, RunScope scope) {
    boolean namespaces =
        !scope.ownsWorkspace() || all(client, List.of("create", "delete"), "", "namespaces");
    return new Rights(
        namespaces,
        namespaces && all(client, VOLUME_VERBS, "", "persistentvolumes"),
        namespaces
            && all(client, CONTENT_VERBS, "snapshot.storage.k8s.io", "volumesnapshotcontents"));
  }

  private static boolean all(
      KubernetesClient client, List<String> verbs, String group, String resource) {
    return verbs.stream().allMatch(verb -> may(client, verb, group, resource));
  }

  private static boolean may(KubernetesClient client, String verb, String group, String resource) {
    ResourceAttributes wanted =
        new ResourceAttributesBuilder()
            .withVerb(verb)
            .withGroup(group)
            .withResource(resource)
            .build();
    SelfSubjectAccessReview answer =
        client
            .resource(
                new SelfSubjectAccessReviewBuilder()
                    .withNewSpec()
                    .withResourceAttributes(wanted)
                    .endSpec()
                    .build())
            .create();
    return answer.getStatus() != null && Boolean.TRUE.equals(answer.getStatus().getAllowed());
  }
}
