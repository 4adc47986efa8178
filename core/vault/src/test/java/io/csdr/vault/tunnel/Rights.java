package io.csdr.vault.tunnel;

import java.util.List;

/// Access by prefixes.
record Rights(List<String> read, List<String> list, List<String> put, boolean delete)
    implements StoreAccess {
  static final Rights ALL = new Rights(List.of(""), List.of(""), List.of(""), true);

  @Override
  public boolean mayRead(String key) {
    return read.stream().anyMatch(key::startsWith);
  }

  @Override
  public boolean mayList(String prefix) {
    return list.stream().anyMatch(prefix::startsWith);
  }

  @Override
  public boolean mayPut(String key) {
    return put.stream().anyMatch(key::startsWith);
  }

  @Override
  public boolean mayDelete(String key) {
    return delete;
  }
}
