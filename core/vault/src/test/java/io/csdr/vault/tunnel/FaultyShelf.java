package io.csdr.vault.tunnel;

import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoredObject;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A store whose every method but closing fails.
record FaultyShelf(Store inner, Supplier<RuntimeException> failure) implements Store {
  @Override
  public byte[] read(String key, long offset, int length) {
    throw failure.get();
  }

  @Override
  public boolean putIfAbsent(String key, byte[] bytes, int offset, int length) {
    throw failure.get();
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> to) {
    throw failure.get();
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    throw failure.get();
  }

  @Override
  public void delete(String key) {
    throw failure.get();
  }

  @Override
  public void close() {
    inner.close();
  }
}
