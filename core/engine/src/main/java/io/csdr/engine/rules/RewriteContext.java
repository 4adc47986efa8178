package io.csdr.engine.rules;

import java.util.Map;
import java.util.Set;

/// What a restore was asked for, as far as rewriting needs it: where namespaces and storage classes go,
/// whether automatic node ports are kept too, and which PersistentVolumes come back as they were
/// (claims of all others are provisioned anew).
public record RewriteContext(
    Map<String, String> namespaces,
    Map<String, String> storageClasses,
    boolean keepNodePorts,
    Set<String> keptVolumes) {
  /// Nothing is mapped: rewriting makes two objects comparable.
  public static final RewriteContext PLAIN =
      new RewriteContext(Map.of(), Map.of(), false, Set.of());

  public RewriteContext {
    namespaces = Map.copyOf(namespaces);
    storageClasses = Map.copyOf(storageClasses);
    keptVolumes = Set.copyOf(keptVolumes);
  }

  /// Where objects of the namespace go.
  public String namespace(String source) {
    return namespaces.getOrDefault(source, source);
  }

  /// The class that volumes of the class go to.
  public String storageClass(String source) {
    return storageClasses.getOrDefault(source, source);
  }
}
