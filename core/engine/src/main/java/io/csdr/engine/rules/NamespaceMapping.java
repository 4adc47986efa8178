package io.csdr.engine.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.KubeObject;
import java.util.List;

/// Moves objects to the namespaces that the user mapped them to, and with them what names namespaces:
/// subjects of bindings, claims of volumes, Services of webhooks and APIs, namespace selectors by name.
final class NamespaceMapping implements RewriteRule {
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";
  private static final String ACCOUNT = "system:serviceaccount:";
  private static final String ACCOUNTS = "system:serviceaccounts:";

  @Override
  public String name() {
    return "namespace-map";
  }

  @Override
  public boolean concerns(KubeObject object) {
    return true;
  }

  @Override
  public void rewrite(KubeObject object, RewriteContext context) {
    Edits.text(object.at("/metadata"), "namespace", context::namespace);
    switch (object.group() + "/" + object.kind()) {
      case "/Namespace" -> namespace(object, context);
      case "/PersistentVolume" ->
          Edits.text(object.at("/spec/claimRef"), "namespace", context::namespace);
      case "rbac.authorization.k8s.io/RoleBinding",
          "rbac.authorization.k8s.io/ClusterRoleBinding" ->
          Edits.nodes(object.json(), "/subjects").forEach(subject -> subject(subject, context));
      case "admissionregistration.k8s.io/MutatingWebhookConfiguration",
          "admissionregistration.k8s.io/ValidatingWebhookConfiguration" ->
          Edits.nodes(object.json(), "/webhooks").forEach(webhook -> webhook(webhook, context));
      case "apiregistration.k8s.io/APIService" ->
          Edits.text(object.at("/spec/service"), "namespace", context::namespace);
      case "apiextensions.k8s.io/CustomResourceDefinition" ->
          Edits.text(
              object.at("/spec/conversion/webhook/clientConfig/service"),
              "namespace",
              context::namespace);
      case "networking.k8s.io/NetworkPolicy" -> policy(object, context);
      default -> {}
    }
  }

  private static void namespace(KubeObject object, RewriteContext context) {
    Edits.text(object.at("/metadata"), "name", context::namespace);
    Edits.text(object.at("/metadata/labels"), NAME_LABEL, context::namespace);
  }

  private static void subject(ObjectNode subject, RewriteContext context) {
    switch (subject.path("kind").asText("")) {
      case "ServiceAccount" -> Edits.text(subject, "namespace", context::namespace);
      case "Group" -> Edits.text(subject, "name", name -> group(name, context));
      case "User" -> Edits.text(subject, "name", name -> user(name, context));
      default -> {}
    }
  }

  private static String group(String name, RewriteContext context) {
    return name.startsWith(ACCOUNTS)
        ? ACCOUNTS + context.namespace(name.substring(ACCOUNTS.length()))
        : name;
  }

  private static String user(String name, RewriteContext context) {
    int colon = name.lastIndexOf(':');
    return name.startsWith(ACCOUNT) && colon > ACCOUNT.length()
        ? ACCOUNT
            + context.namespace(name.substring(ACCOUNT.length(), colon))
            + name.substring(colon)
        : name;
  }

  private static void webhook(ObjectNode webhook, RewriteContext context) {
    Edits.text(webhook.at("/clientConfig/service"), "namespace", context::namespace);
    selector(webhook.path("namespaceSelector"), context);
  }

  private static void policy(KubeObject object, RewriteContext context) {
    for (ObjectNode rule : Edits.nodes(object.json(), "/spec/ingress")) {
      Edits.nodes(rule, "/from").forEach(peer -> selector(peer.path("namespaceSelector"), context));
    }
    for (ObjectNode rule : Edits.nodes(object.json(), "/spec/egress")) {
      Edits.nodes(rule, "/to").forEach(peer -> selector(peer.path("namespaceSelector"), context));
    }
  }

  private static void selector(JsonNode selector, RewriteContext context) {
    Edits.text(selector.path("matchLabels"), NAME_LABEL, context::namespace);
    List<ObjectNode> expressions = Edits.nodes(selector, "/matchExpressions");
    for (ObjectNode expression : expressions) {
      if (expression.path("key").asText("").equals(NAME_LABEL)
          && expression.get("values") instanceof ArrayNode values) {
        for (int i = 0; i < values.size(); i++) {
          values.set(i, context.namespace(values.get(i).asText("")));
        }
      }
    }
  }
}
