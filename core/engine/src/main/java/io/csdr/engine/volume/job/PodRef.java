package io.csdr.engine.volume.job;

/// Names one pod and that very one: a later pod of the same name has another uid.
public record PodRef(String namespace, String name, String uid) {
  /// `shop/csdr-0123456789ab-x7k2p`.
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
