package io.csdr.engine.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.model.request.Rewrites;
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
    Rewrites asked = context.asked();
    Edits.text(object.at("/metadata"), "namespace", asked::namespace);
    switch (object.group() + "/" + object.kind()) {
      case "/Namespace" -> namespace(object, asked);
      case "/PersistentVolume" ->
          Edits.text(object.at("/spec/claimRef"), "namespace", asked::namespace);
      case "rbac.authorization.k8s.io/RoleBinding",
          "rbac.authorization.k8s.io/ClusterRoleBinding" ->
          Edits.nodes(object.json(), "/subjects").forEach(subject -> subject(subject, asked));
      case "admissionregistration.k8s.io/MutatingWebhookConfiguration",
          "admissionregistration.k8s.io/ValidatingWebhookConfiguration" ->
          Edits.nodes(object.json(), "/webhooks").forEach(webhook -> webhook(webhook, asked));
      case "apiregistration.k8s.io/APIService" ->
          Edits.text(object.at("/spec/service"), "namespace", asked::namespace);
      case "apiextensions.k8s.io/CustomResourceDefinition" ->
          Edits.text(
              object.at("/spec/conversion/webhook/clientConfig/service"),
              "namespace",
              asked::namespace);
      case "networking.k8s.io/NetworkPolicy" -> policy(object, asked);
      default -> {}
    }
  }

  private static void namespace(KubeObject object, Rewrites asked) {
    Edits.text(object.at("/metadata"), "name", asked::namespace);
    Edits.text(object.at("/metadata/labels"), NAME_LABEL, asked::namespace);
  }

  private static void subject(ObjectNode subject, Rewrites asked) {
    switch (subject.path("kind").asText("")) {
      case "ServiceAccount" -> Edits.text(subject, "namespace", asked::namespace);
      case "Group" -> Edits.text(subject, "name", name -> group(name, asked));
      case "User" -> Edits.text(subject, "name", name -> user(name, asked));
      default -> {}
    }
  }

  private static String group(String name, Rewrites asked) {
    return name.startsWith(ACCOUNTS)
        ? ACCOUNTS + asked.namespace(name.substring(ACCOUNTS.length()))
        : name;
  }

  private static String user(String name, Rewrites asked) {
    int colon = name.lastIndexOf(':');
    return name.startsWith(ACCOUNT) && colon > ACCOUNT.length()
        ? ACCOUNT + asked.namespace(name.substring(ACCOUNT.length(), colon)) + name.substring(colon)
        : name;
  }

  private static void webhook(ObjectNode webhook, Rewrites asked) {
    Edits.text(webhook.at("/clientConfig/service"), "namespace", asked::namespace);
    selector(webhook.path("namespaceSelector"), asked);
  }

  private static void policy(KubeObject object, Rewrites asked) {
    for (ObjectNode rule : Edits.nodes(object.json(), "/spec/ingress")) {
      Edits.nodes(rule, "/from").forEach(peer -> selector(peer.path("namespaceSelector"), asked));
    }
    for (ObjectNode rule : Edits.nodes(object.json(), "/spec/egress")) {
      Edits.nodes(rule, "/to").forEach(peer -> selector(peer.path("namespaceSelector"), asked));
    }
  }

  private static void selector(JsonNode selector, Rewrites asked) {
    Edits.text(selector.path("matchLabels"), NAME_LABEL, asked::namespace);
    List<ObjectNode> expressions = Edits.nodes(selector, "/matchExpressions");
    for (ObjectNode expression : expressions) {
      if (expression.path("key").asText("").equals(NAME_LABEL)
          && expression.get("values") instanceof ArrayNode values) {
        for (int i = 0; i < values.size(); i++) {
          values.set(i, asked.namespace(values.get(i).asText("")));
        }
      }
    }
  }
}
