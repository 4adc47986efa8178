package io.csdr.engine.select;

import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.volume.run.RunLabels;
import io.csdr.engine.volume.run.RunRole;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/// Tells objects that the control plane keeps by itself from those that somebody wrote.
final class OwnedObjects {
  private static final Set<String> ENDPOINT_CONTROLLERS =
      Set.of("endpointslice-controller.k8s.io", "endpointslicemirroring-controller.k8s.io");
  private static final Pattern RANDOM_SUFFIX = Pattern.compile("[a-z0-9]{5}");

  private OwnedObjects() {}

  static boolean optedOut(KubeObject object) {
    Map<String, String> labels = object.labels();
    return "true".equals(labels.get("csdr.alibabacloud.com/exclude"))
        || "true".equals(labels.get("velero.io/exclude-from-backup"));
  }

  /// What a run made for itself; claims of the user's that it only marks are theirs.
  static boolean ofRun(KubeObject object) {
    RunRole role = RunRole.of(object.labels().get(RunLabels.ROLE));
    return object.labels().containsKey(RunLabels.RUN) && (role == null || !role.ofUser());
  }

  static BiPredicate<ApiResource, KubeObject> controlled(
      String qualified, String ownerKind, String ownerGroup) {
    return (kind, object) -> {
      KubeObject.Owner owner = object.controller();
      return kind.qualified().equals(qualified)
          && owner != null
          && owner.kind().equals(ownerKind)
          && owner.group().equals(ownerGroup);
    };
  }

  /// Endpoints of a Service without selector are the user's own and carry none of these marks.
  static boolean managedEndpoints(ApiResource kind, KubeObject object) {
    Map<String, String> labels = object.labels();
    return switch (kind.qualified()) {
      case "endpointslices.discovery.k8s.io" ->
          ENDPOINT_CONTROLLERS.contains(
                  labels.getOrDefault("endpointslice.kubernetes.io/managed-by", ""))
              || (object.name().equals("kubernetes") && "default".equals(object.namespace()));
      case "endpoints" ->
          labels.containsKey("endpoints.kubernetes.io/managed-by")
              || object
                  .annotations()
                  .containsKey("endpoints.kubernetes.io/last-change-trigger-time")
              || (object.name().equals("kubernetes") && "default".equals(object.namespace()))
              || writtenByControlPlane(object);
      default -> false;
    };
  }

  static boolean untouchedDefaultAccount(ApiResource kind, KubeObject object) {
    return kind.qualified().equals("serviceaccounts")
        && object.name().equals("default")
        && object.labels().isEmpty()
        && object.annotations().isEmpty()
        && object.at("/imagePullSecrets").isEmpty()
        && !object.json().has("automountServiceAccountToken")
        && onlyTokens(object);
  }

  /// Token Secrets that clusters before 1.24 made for every account: `NAME-token-xxxxx`.
  static boolean automaticToken(ApiResource kind, KubeObject object) {
    if (!kind.qualified().equals("secrets")
        || !object.text("/type").equals("kubernetes.io/service-account-token")) {
      return false;
    }
    String prefix =
        object.annotations().getOrDefault("kubernetes.io/service-account.name", "") + "-token-";
    return object.name().startsWith(prefix)
        && RANDOM_SUFFIX.matcher(object.name().substring(prefix.length())).matches();
  }

  private static boolean onlyTokens(KubeObject account) {
    for (var secret : account.at("/secrets")) {
      if (!secret.path("name").asText("").startsWith(account.name() + "-token-")) {
        return false;
      }
    }
    return true;
  }

  private static boolean writtenByControlPlane(KubeObject object) {
    for (var entry : object.at("/metadata/managedFields")) {
      if (!entry.path("manager").asText("").equals("kube-controller-manager")) {
        return false;
      }
    }
    return !object.at("/metadata/managedFields").isEmpty();
  }
}
