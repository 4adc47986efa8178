package io.csdr.vault.tunnel;

import java.util.List;

/// The keys that a mover may read, list and put, as prefixes; nobody deletes through a tunnel unless
/// `delete` says so.
public record StoreAccess(List<String> read, List<String> list, List<String> put, boolean delete) {
  public StoreAccess {
    read = List.copyOf(read);
    list = List.copyOf(list);
    put = List.copyOf(put);
  }

  /// Everything, which only a test of the store itself wants.
  static StoreAccess all() {
    return new StoreAccess(List.of(""), List.of(""), List.of(""), true);
  }

  boolean mayRead(String key) {
    return read.stream().anyMatch(key::startsWith);
  }

  boolean mayList(String prefix) {
    return list.stream().anyMatch(prefix::startsWith);
  }

  boolean mayPut(String key) {
    return put.stream().anyMatch(key::startsWith);
  }
}
