package io.csdr.engine.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.KubeObject;
import java.util.Set;

/// Makes admission webhooks that an older API accepted valid for version v1.
final class WebhookRule implements RewriteRule {
  private static final Set<String> SIDE_EFFECTS = Set.of("None", "NoneOnDryRun");

  @Override
  public String name() {
    return "webhooks";
  }

  @Override
  public boolean concerns(KubeObject object) {
    return object.group().equals("admissionregistration.k8s.io")
        && (object.kind().equals("MutatingWebhookConfiguration")
            || object.kind().equals("ValidatingWebhookConfiguration"));
  }

  @Override
  public void rewrite(KubeObject object, RewriteContext context) {
    Edits.removeElements(object.json(), "webhooks", WebhookRule::broken);
    for (ObjectNode webhook : Edits.nodes(object.json(), "/webhooks")) {
      if (!SIDE_EFFECTS.contains(webhook.path("sideEffects").asText(""))) {
        webhook.put("sideEffects", "None");
      }
    }
  }

  /// Without a name or somebody to call, an entry can do nothing and the API server refuses it.
  private static boolean broken(JsonNode webhook) {
    JsonNode config = webhook.path("clientConfig");
    return webhook.path("name").asText("").isEmpty()
        || !(config.has("service") || config.hasNonNull("url"));
  }
}
