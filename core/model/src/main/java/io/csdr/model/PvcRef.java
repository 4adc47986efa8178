package io.csdr.model;

/// Names one PersistentVolumeClaim.
public record PvcRef(String namespace, String name) implements Comparable<PvcRef> {
  @Override
  public int compareTo(PvcRef other) {
    int order = namespace.compareTo(other.namespace);
    return order == 0 ? name.compareTo(other.name) : order;
  }

  /// `shop/data`.
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
