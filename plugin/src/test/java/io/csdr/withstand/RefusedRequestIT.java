package io.csdr.withstand;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.TestCluster;
import io.csdr.withstand.CsdrProgram.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Requests that the cluster refuses.
@ExtendWith(ClusterExtension.class)
class RefusedRequestIT {
  @TempDir private Path home;

  private final TestCluster cluster;
  private Scene scene;

  RefusedRequestIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void enter() {
    scene = Scene.of(cluster, home);
  }

  @Test
  void anUnknownNamespaceIsNamed() {
    Result result = scene.csdr().run("backup", "ns", "no-such-namespace", "--name", "b");

    Scene.assertEnded(result, 1, "namespaces no-such-namespace: there is no such object");
    assertThat(result.out()).isEmpty();
    assertThat(scene.vault().backups()).isEmpty();
    assertThat(scene.vault().unended()).isEmpty();
  }

  @Test
  void aMissingRightIsNamedWithVerbAndResource() throws IOException {
    String namespace = scene.cluster().namespace("rights");
    allowReading(namespace, "secrets");
    try {
      Result result = as(namespace, "reader").run("backup", "ns", namespace, "--name", "limited");

      Scene.assertEnded(
          result,
          4,
          "may not list secrets in namespace " + namespace,
          "--verb=list --resource=secrets",
          "--exclude-resources secrets");
      assertThat(result.out()).contains("partially failed");
      Result accepted =
          as(namespace, "reader")
              .run("backup", "ns", namespace, "--name", "b", "--exclude-resources", "secrets");
      assertThat(accepted.exit()).as(accepted::toString).isZero();
    } finally {
      scene.kubectl().run("delete", "clusterrole,clusterrolebinding", namespace);
      scene.kubectl().deleteNamespace(namespace);
    }
  }

  @Test
  void withoutAnyRightNothingIsSaved() throws IOException {
    String namespace = scene.cluster().namespace("rights");
    scene.kubectl().run("-n", namespace, "create", "serviceaccount", "nobody");

    Result result = as(namespace, "nobody").run("backup", "ns", namespace, "--name", "b");

    Scene.assertEnded(result, 1, "cannot get resource \"namespaces\"");
    assertThat(scene.vault().backups()).isEmpty();
    scene.kubectl().deleteNamespace(namespace);
  }

  /// Lets the account `reader` read every kind but one.
  private void allowReading(String namespace, String butNot) {
    Map<String, StringBuilder> groups = new TreeMap<>();
    for (String name :
        scene.kubectl().run("api-resources", "--verbs=list", "-o", "name").lines().toList()) {
      int dot = name.indexOf('.');
      String resource = dot < 0 ? name : name.substring(0, dot);
      if (!resource.equals(butNot)) {
        groups
            .computeIfAbsent(dot < 0 ? "" : name.substring(dot + 1), key -> new StringBuilder())
            .append(resource)
            .append(", ");
      }
    }
    StringBuilder rules = new StringBuilder();
    groups.forEach((group, resources) ->
        rules.append(
            "- {apiGroups: [\"%s\"], resources: [%s], verbs: [get, list]}\n"
                .formatted(group, resources)));
    scene
        .kubectl()
        .apply(
            """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: reader, namespace: NS}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: NS}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: NS}
            subjects: [{kind: ServiceAccount, name: reader, namespace: NS}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: NS}
            rules:
            """
                    .replace("NS", namespace)
                + rules);
  }

  /// The program with the rights of a service account.
  private CsdrProgram as(String namespace, String account) throws IOException {
    Path file = home.resolve(account + ".kubeconfig");
    Files.copy(cluster.kubeconfig(), file, StandardCopyOption.REPLACE_EXISTING);
    String token = scene.kubectl().run("-n", namespace, "create", "token", account).strip();
    Kubectl limited = new Kubectl(file);
    limited.run("config", "set-credentials", account, "--token=" + token);
    limited.run("config", "set-context", "--current", "--user=" + account);
    return scene.csdr().with("KUBECONFIG", file.toString());
  }
}
