package io.csdr.engine.rules;

import io.csdr.engine.cluster.KubeObject;

/// One way in which an object changes when it is restored. Rules are stateless and change the copy they
/// are given.
public interface RewriteRule {
  /// A short name for explanations, such as `service-addresses`.
  String name();

  /// Whether the rule is about this kind of object.
  boolean concerns(KubeObject object);

  /// Changes the object in place.
  void rewrite(KubeObject object, RewriteContext context);
}
