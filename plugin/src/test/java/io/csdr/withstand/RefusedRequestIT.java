package io.csdr.withstand;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.TestCluster;
import io.csdr.withstand.CsdrProgram.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Requests that the cluster refuses.
@ExtendWith(ClusterExtension.class)
class RefusedRequestIT {
  /// A line that names verb and resource, the right to ask for, and the flag that does without.
  private static final Pattern REFUSED =
      Pattern.compile(
          "may not (list|get) (\\S+?)(:| in namespace) .* --verb=\\1 --resource=\\2 .* --exclude-resources \\2");

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

  @Test
  void aMissingRightToCreateIsNamedAndTheRestIsRestored() throws IOException {
    String source = cluster.namespace("source");
    String target = cluster.namespace("target");
    scene.kubectl().run("-n", source, "create", "configmap", "settings", "--from-literal=a=1");
    scene.kubectl().run("-n", source, "create", "secret", "generic", "word", "--from-literal=b=2");
    scene.must("backup", "ns", source, "--name", "b");
    bind(target, "writer", "--role=writer");
    scene
        .kubectl()
        .apply(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: writer, namespace: NS}
            rules:
            - {apiGroups: [""], resources: [namespaces, secrets, serviceaccounts, configmaps], verbs: [get, list]}
            - {apiGroups: [""], resources: [configmaps], verbs: [create]}
            """
                .replace("NS", target));
    try {
      Result result =
          as(target, "writer").run("restore", "b", "--namespace-map", source + ":" + target);

      Scene.assertEnded(
          result,
          4,
          "may not create secrets in namespace " + target,
          "--verb=create --resource=secrets",
          "rolebinding");
      assertThat(result.out()).contains("partially failed");
      assertThat(scene.kubectl().has("-n", target, "configmap/settings")).isTrue();
      assertThat(scene.kubectl().has("-n", target, "secret/word")).isFalse();
    } finally {
      List.of(source, target).forEach(scene.kubectl()::deleteNamespace);
    }
  }

  /// Somebody to whom the cluster's administrator gave one namespace, and nothing else.
  @Test
  void whoHasOneNamespaceSavesIt() throws IOException {
    String namespace = cluster.namespace("mine");
    scene.kubectl().run("-n", namespace, "create", "configmap", "settings", "--from-literal=a=1");
    bind(namespace, "owner", "--clusterrole=admin");
    CsdrProgram owner = as(namespace, "owner");
    try {
      Result result = owner.run("backup", "ns", namespace, "--name", "all");

      assertThat(result.exit()).as(result::toString).isEqualTo(4);
      Set<String> hidden = new TreeSet<>();
      for (String error : result.errors()) {
        Matcher refused = REFUSED.matcher(error);
        assertThat(refused.find()).as(error).isTrue();
        hidden.add(refused.group(2));
      }
      assertThat(hidden)
          .as("one in the namespace, two of the cluster")
          .contains(
              "podtemplates",
              "clusterrolebindings.rbac.authorization.k8s.io",
              "clusterroles.rbac.authorization.k8s.io");
      assertThat(owner.run("cat", "all:/" + namespace + "/objects/configmaps/settings.yaml").exit())
          .isZero();

      Result accepted =
          owner.run(
              "backup",
              "ns",
              namespace,
              "--name",
              "mine",
              "--exclude-resources",
              String.join(",", hidden));
      assertThat(accepted.exit()).as(accepted::toString).isZero();
      assertThat(accepted.out()).contains("completed");
      Result listed = owner.run("get", "backups");
      assertThat(listed.out()).as(listed::toString).contains("all", "mine");
    } finally {
      scene.kubectl().deleteNamespace(namespace);
    }
  }

  /// Gives a new account a role in its namespace only.
  private void bind(String namespace, String account, String role) {
    scene.kubectl().run("-n", namespace, "create", "serviceaccount", account);
    scene
        .kubectl()
        .run(
            "-n",
            namespace,
            "create",
            "rolebinding",
            account,
            role,
            "--serviceaccount=" + namespace + ":" + account);
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
