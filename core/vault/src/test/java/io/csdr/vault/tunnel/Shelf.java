package io.csdr.vault.tunnel;

import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.store.StoredObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/// A store in a map.
final class Shelf implements Store {
  private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

  @Override
  public byte[] read(String key, long offset, int length) {
    byte[] object = objects.get(key);
    if (object == null) {
      throw new StoreException.Missing(key);
    }
    if (offset + length > object.length) {
      throw new StoreException.Truncated(key, offset + length, object.length);
    }
    return Arrays.copyOfRange(object, (int) offset, (int) offset + length);
  }

  @Override
  public boolean putIfAbsent(String key, byte[] bytes, int offset, int length) {
    if (!key.matches("[a-z0-9._-]+(/[a-z0-9._-]+)*") || key.contains("..")) {
      throw new IllegalArgumentException("no key: " + key);
    }
    return objects.putIfAbsent(key, Arrays.copyOfRange(bytes, offset, offset + length)) == null;
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> to) {
    objects
        .tailMap(prefix)
        .forEach((key, bytes) -> {
          if (key.startsWith(prefix)) {
            to.accept(new StoredObject(key, bytes.length, Instant.EPOCH));
          }
        });
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    return Optional.ofNullable(objects.get(key))
        .map(bytes -> new StoredObject(key, bytes.length, Instant.EPOCH));
  }

  @Override
  public void delete(String key) {
    objects.remove(key);
  }

  @Override
  public void close() {}
}
