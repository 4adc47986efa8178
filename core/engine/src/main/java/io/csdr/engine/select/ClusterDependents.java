package io.csdr.engine.select;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.engine.cluster.KubeObject;
import java.util.List;
import java.util.Set;

/// Cluster-scoped objects that belong to an application because they point into its namespace: bindings
/// of its ServiceAccounts, webhooks and APIs that its Services answer.
public final class ClusterDependents {
  /// Kinds worth asking about, `resource.group`.
  public static final List<String> KINDS =
      List.of(
          "clusterrolebindings.rbac.authorization.k8s.io",
          "mutatingwebhookconfigurations.admissionregistration.k8s.io",
          "validatingwebhookconfigurations.admissionregistration.k8s.io",
          "apiservices.apiregistration.k8s.io",
          "customresourcedefinitions.apiextensions.k8s.io");

  private ClusterDependents() {}

  /// Whether the object points at an account or a service of the scope.
  public static boolean concerns(KubeObject object, Scope scope) {
    return switch (object.kind()) {
      case "ClusterRoleBinding" -> binds(object, scope);
      case "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration" ->
          calls(object.at("/webhooks"), scope);
      case "APIService" -> scope.service(object.at("/spec/service"));
      case "CustomResourceDefinition" ->
          scope.service(object.at("/spec/conversion/webhook/clientConfig/service"));
      default -> false;
    };
  }

  /// Whose accounts and services count.
  public interface Scope {
    /// Whether this ServiceAccount does.
    boolean account(String namespace, String name);

    /// Whether a `{namespace, name}` reference to a Service does.
    boolean service(JsonNode reference);

    /// Every account and service of these namespaces.
    static Scope namespaces(Set<String> namespaces) {
      return new Scope() {
        @Override
        public boolean account(String namespace, String name) {
          return namespaces.contains(namespace);
        }

        @Override
        public boolean service(JsonNode reference) {
          return namespaces.contains(reference.path("namespace").asText(""));
        }
      };
    }
  }

  private static boolean binds(KubeObject binding, Scope scope) {
    for (JsonNode subject : binding.at("/subjects")) {
      String name = subject.path("name").asText("");
      switch (subject.path("kind").asText("")) {
        case "ServiceAccount" -> {
          if (scope.account(subject.path("namespace").asText(""), name)) {
            return true;
          }
        }
        case "Group" -> {
          String prefix = "system:serviceaccounts:";
          if (name.startsWith(prefix)
              && scope.account(name.substring(prefix.length()), "default")) {
            return true;
          }
        }
        default -> {}
      }
    }
    return false;
  }

  private static boolean calls(JsonNode webhooks, Scope scope) {
    for (JsonNode webhook : webhooks) {
      if (scope.service(webhook.at("/clientConfig/service"))) {
        return true;
      }
    }
    return false;
  }
}
