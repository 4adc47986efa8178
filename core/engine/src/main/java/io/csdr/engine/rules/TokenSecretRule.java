package io.csdr.engine.rules;

import io.csdr.engine.cluster.KubeObject;

/// Empties hand-made token Secrets, so that the control plane fills them for the account's new identity.
final class TokenSecretRule implements RewriteRule {
  @Override
  public String name() {
    return "token-secrets";
  }

  @Override
  public boolean concerns(KubeObject object) {
    return object.kind().equals("Secret")
        && object.group().isEmpty()
        && object.text("/type").equals("kubernetes.io/service-account-token");
  }

  @Override
  public void rewrite(KubeObject object, RewriteContext context) {
    Edits.removeKeys(
        object, "/metadata", "annotations", "kubernetes.io/service-account.uid"::equals);
    Edits.removeKeys(
        object,
        "",
        "data",
        key -> key.equals("token") || key.equals("ca.crt") || key.equals("namespace"));
    Edits.removeKeys(object, "/metadata", "labels", "kubernetes.io/legacy-token-last-used"::equals);
  }
}
