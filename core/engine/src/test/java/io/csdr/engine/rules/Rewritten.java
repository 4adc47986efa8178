package io.csdr.engine.rules;

import io.csdr.engine.Fixtures;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.model.request.Rewrites;
import java.util.Map;
import java.util.Set;

/// Runs one rule over an object written in a test.
final class Rewritten {
  static final RewriteContext MAPPED =
      new RewriteContext(
          new Rewrites(
              Map.of("shop", "copy"),
              Map.of("slow", "fast"),
              Map.of("z1", "z2"),
              Map.of("old.example/team/", "new.example:5000/"),
              false,
              false,
              null),
          Set.of("kept"));

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
