package io.csdr.vault.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/// Objects on the heap, for as long as the store lives.
public final class MemoryStore implements Store {
  private final ConcurrentSkipListMap<String, Item> objects = new ConcurrentSkipListMap<>();
  private final InstantSource clock;

  public MemoryStore() {
    this(InstantSource.system());
  }

  /// A store whose own time is the given clock's.
  public MemoryStore(InstantSource clock) {
    this.clock = clock;
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Item(byte[] bytes, Instant modified) {
    StoredObject named(String key) {
      return new StoredObject(key, bytes.length, modified);
    }
  }

  @Override
  public byte[] read(String key, long offset, int length) {
    Item item = objects.get(StoreKey.check(key));
    if (item == null) {
      throw new StoreException.Missing(key);
    }
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("negative range of " + key);
    }
    if (length > item.bytes.length - offset) {
      throw new StoreException.Truncated(key, offset + (long) length, item.bytes.length);
    }
    return Arrays.copyOfRange(item.bytes, (int) offset, (int) offset + length);
  }

  @Override
  public boolean putIfAbsent(String key, byte[] bytes, int offset, int length) {
    Item item = new Item(Arrays.copyOfRange(bytes, offset, offset + length), clock.instant());
    return objects.putIfAbsent(StoreKey.check(key), item) == null;
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> to) {
    StoreKey.checkPrefix(prefix);
    for (Map.Entry<String, Item> entry : objects.tailMap(prefix, true).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        return;
      }
      to.accept(entry.getValue().named(entry.getKey()));
    }
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    return Optional.ofNullable(objects.get(StoreKey.check(key))).map(item -> item.named(key));
  }

  @Override
  public void delete(String key) {
    objects.remove(StoreKey.check(key));
  }

  @Override
  public void close() {}
}
