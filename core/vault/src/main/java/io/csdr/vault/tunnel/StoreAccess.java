package io.csdr.vault.tunnel;

/// What a mover may do with its host's store, key by key.
public interface StoreAccess {

  /// Whether it may read the object and ask whether it is there.
  boolean mayRead(String key);

  /// Whether it may list what starts with the prefix.
  boolean mayList(String prefix);

  /// Whether it may put an object.
  boolean mayPut(String key);

  /// Whether it may delete an object; no mover needs that.
  default boolean mayDelete(String key) {
    return false;
  }
}
