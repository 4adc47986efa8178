package io.csdr.engine.volume.run;

import io.csdr.engine.EngineException;
import io.csdr.model.Failure;
import io.csdr.model.request.ImageSource;
import io.csdr.vault.fault.FaultPoint;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The namespace in which a run's movers work.
public final class Workspace {
  private static final Duration ACCOUNT_TIMEOUT = Duration.ofSeconds(15);

  /// Movers run as root with a few capabilities; the namespace holds nothing else.
  private static final Map<String, String> POLICY =
      Map.of(
          "pod-security.kubernetes.io/enforce", "privileged",
          "pod-security.kubernetes.io/warn", "privileged",
          "pod-security.kubernetes.io/audit", "privileged");

  private final KubernetesClient client;
  private final RunScope scope;

  /// The workspace of `scope`.
  public Workspace(KubernetesClient client, RunScope scope) {
    this.client = client;
    this.scope = scope;
  }

  /// Makes the namespace if it is the run's own, and puts a copy of the image's pull secret there.
  ///
  /// @return the name of the pull secret in the workspace, null where the image needs none
  /// @throws EngineException when the namespace or the secret cannot be had
  public @Nullable String open(ImageSource image) throws InterruptedException {
    if (scope.ownsWorkspace()) {
      Namespace namespace =
          new NamespaceBuilder()
              .withMetadata(scope.meta(null, scope.workspace(), RunRole.WORKSPACE))
              .editMetadata()
              .addToLabels(POLICY)
              .endMetadata()
              .build();
      Creation.of(
          client.resource(namespace),
          meta -> scope.owns(meta, RunRole.WORKSPACE),
          "namespaces " + scope.workspace());
      FaultPoint.pass("volume-workspace-made");
      Await.until(ACCOUNT_TIMEOUT, this::hasAccount);
    }
    return image.pullSecret() == null ? null : copy(image.pullSecret());
  }

  /// Removes the namespace if it is the run's own, without waiting for its end.
  public void close() {
    if (scope.ownsWorkspace()) {
      Cleanup.delete(
          client.namespaces().withName(scope.workspace()),
          meta -> scope.owns(meta, RunRole.WORKSPACE));
    }
  }

  /// Pods are refused until their ServiceAccount is there.
  private boolean hasAccount() {
    return client.serviceAccounts().inNamespace(scope.workspace()).withName("default").get()
        != null;
  }

  private String copy(String reference) throws InterruptedException {
    int slash = reference.indexOf('/');
    String current = client.getNamespace() == null ? "default" : client.getNamespace();
    String namespace = slash < 0 ? current : reference.substring(0, slash);
    String name = reference.substring(slash + 1);
    if (namespace.equals(scope.workspace())) {
      return name;
    }
    Secret source = client.secrets().inNamespace(namespace).withName(name).get();
    if (source == null) {
      throw new EngineException(
          new Failure(
              "secrets " + namespace + "/" + name,
              "NotFound",
              "the secret that is to pull the mover's image does not exist",
              "name it with --image-pull-secret NAMESPACE/NAME"));
    }
    ObjectMeta meta =
        scope.meta(scope.workspace(), scope.name("pull-secret", reference), RunRole.PULL_SECRET);
    Secret copy =
        new SecretBuilder()
            .withMetadata(meta)
            .withType(source.getType())
            .withData(source.getData())
            .build();
    Creation.of(
        client.resource(copy),
        found -> scope.owns(found, RunRole.PULL_SECRET),
        "secrets " + reference);
    return meta.getName();
  }
}
