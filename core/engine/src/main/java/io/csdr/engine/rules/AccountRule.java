package io.csdr.engine.rules;

import io.csdr.engine.cluster.KubeObject;

/// Drops a ServiceAccount's references to the token Secrets that older clusters made for it.
final class AccountRule implements RewriteRule {
  @Override
  public String name() {
    return "account-tokens";
  }

  @Override
  public boolean concerns(KubeObject object) {
    return object.kind().equals("ServiceAccount") && object.group().isEmpty();
  }

  @Override
  public void rewrite(KubeObject object, RewriteContext context) {
    String prefix = object.name() + "-token-";
    Edits.removeElements(
        object.json(), "secrets", secret -> secret.path("name").asText("").startsWith(prefix));
  }
}
