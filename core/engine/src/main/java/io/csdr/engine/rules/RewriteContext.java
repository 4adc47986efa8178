package io.csdr.engine.rules;

import io.csdr.model.request.Rewrites;
import java.util.Set;

/// What rewriting needs to know: what the user asked for, and which PersistentVolumes come back as they were
/// (claims of all others are provisioned anew).
public record RewriteContext(Rewrites asked, Set<String> keptVolumes) {
  /// Nothing is mapped: rewriting makes two objects comparable.
  public static final RewriteContext PLAIN = new RewriteContext(Rewrites.NONE, Set.of());

  public RewriteContext {
    keptVolumes = Set.copyOf(keptVolumes);
  }
}
