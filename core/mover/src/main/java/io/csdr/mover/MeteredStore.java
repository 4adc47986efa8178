package io.csdr.mover;

import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoredObject;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// Counts the bytes that went over the wire, there and back.
final class MeteredStore implements Store {
  private final Store store;
  private final LongAdder bytes = new LongAdder();

  MeteredStore(Store store) {
    this.store = store;
  }

  /// Bytes so far.
  long bytes() {
    return bytes.sum();
  }

  @Override
  public byte[] read(String key, long offset, int length) {
    byte[] read = store.read(key, offset, length);
    bytes.add(read.length);
    return read;
  }

  @Override
  public boolean putIfAbsent(String key, byte[] source, int offset, int length) {
    boolean written = store.putIfAbsent(key, source, offset, length);
    bytes.add(length);
    return written;
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> to) {
    store.list(prefix, to);
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    return store.stat(key);
  }

  @Override
  public void delete(String key) {
    store.delete(key);
  }

  @Override
  public void close() {
    store.close();
  }
}
