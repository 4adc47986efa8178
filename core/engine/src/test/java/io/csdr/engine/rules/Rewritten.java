package io.csdr.engine.rules;

import io.csdr.engine.Fixtures;
import io.csdr.engine.cluster.KubeObject;
import java.util.Map;
import java.util.Set;

/// Runs one rule over an object written in a test.
final class Rewritten {
  static final RewriteContext MAPPED =
      new RewriteContext(Map.of("shop", "copy"), Map.of("slow", "fast"), false, Set.of("kept"));

  private Rewritten() {}

  static KubeObject by(RewriteRule rule, String yaml) {
    return by(rule, yaml, MAPPED);
  }

  static KubeObject by(RewriteRule rule, String yaml, RewriteContext context) {
    KubeObject object = Fixtures.object(yaml);
    if (rule.concerns(object)) {
      rule.rewrite(object, context);
    }
    return object;
  }
}
