package io.csdr.testing.vault;

import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoredObject;
import java.util.Optional;
import java.util.function.Consumer;

/// Tells of every put once it has succeeded.
final class OrderedPuts implements Store {
  private final Store inner;
  private final Consumer<String> put;

  OrderedPuts(Store inner, Consumer<String> put) {
    this.inner = inner;
    this.put = put;
  }

  @Override
  public byte[] read(String key, long offset, int length) {
    return inner.read(key, offset, length);
  }

  @Override
  public boolean putIfAbsent(String key, byte[] bytes, int offset, int length) {
    boolean written = inner.putIfAbsent(key, bytes, offset, length);
    put.accept(key);
    return written;
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> to) {
    inner.list(prefix, to);
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    return inner.stat(key);
  }

  @Override
  public void delete(String key) {
    inner.delete(key);
  }

  @Override
  public void close() {
    inner.close();
  }
}
