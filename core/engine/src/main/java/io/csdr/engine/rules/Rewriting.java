package io.csdr.engine.rules;

import io.csdr.engine.cluster.KubeObject;
import java.util.List;

/// Rewrites stored objects for their new life. Pure: what it is given stays as it is.
public final class Rewriting {
  /// All rules, in the order in which they are applied.
  public static final List<RewriteRule> RULES =
      List.of(
          new ServiceRule(),
          new NamespaceMapping(),
          new StorageClassMapping(),
          new PodPlacement(),
          new ImageMapping(),
          new AccountRule(),
          new TokenSecretRule(),
          new PodRule(),
          new JobRule(),
          new ClaimRule(),
          new VolumeRule(),
          new WebhookRule(),
          new DefinitionRule(),
          new FinalizerRule(),
          new SwitchRule(),
          new ReplicasRule(),
          new StampRemoval(),
          new MetadataReset());

  private Rewriting() {}

  /// The object as it is to be created.
  public static KubeObject of(KubeObject stored, RewriteContext context) {
    KubeObject object = stored.copy();
    for (RewriteRule rule : RULES) {
      if (rule.concerns(object)) {
        rule.rewrite(object, context);
      }
    }
    return object;
  }

  /// A live object without everything that differs between two clusters by nature: what comparisons
  /// hold against [#settled] objects.
  public static KubeObject comparable(KubeObject live) {
    return settled(of(live, RewriteContext.PLAIN));
  }

  /// A rewritten object without what links it to others, for comparisons.
  public static KubeObject settled(KubeObject rewritten) {
    KubeObject plain = rewritten.copy();
    Edits.remove(plain, "/metadata", "ownerReferences", "finalizers");
    return plain;
  }
}
