package io.csdr.vault.store;

import java.util.Optional;
import java.util.function.Consumer;

/// A flat set of immutable objects by key. Five methods are all that a vault asks of a place.
///
/// Keys are non-empty segments of `[a-z0-9._-]` joined by `/`, no segment being `.` or `..`, at most
/// 512 characters; an implementation refuses any other key with [IllegalArgumentException]. Methods
/// may be called by many threads at once. A write that returned is durable and visible to every later
/// read and listing of any process.
///
/// Failures are [StoreException]s: `Missing` where a key must exist, `Full` when the place has no
/// room, `Denied` when it refuses, `Unreachable` when it may work later.
public interface Store extends AutoCloseable {

  /// Reads `length` bytes at `offset`; fewer bytes than asked for is a [StoreException.Truncated].
  byte[] read(String key, long offset, int length);

  /// Writes the object in one piece unless the key exists; returns whether it was written. A failed
  /// call leaves no object behind, or the whole one.
  boolean putIfAbsent(String key, byte[] bytes, int offset, int length);

  /// Passes on every object whose key starts with `prefix`, in ascending order of keys.
  void list(String prefix, Consumer<StoredObject> to);

  /// The object's size and the time the store itself gave it, or empty where there is none.
  Optional<StoredObject> stat(String key);

  /// Removes the object; an absent key is no error. A store that retains it throws `Denied`.
  void delete(String key);

  @Override
  void close();

  /// Writes a whole array, as [#putIfAbsent(String, byte[], int, int)].
  default boolean putIfAbsent(String key, byte[] bytes) {
    return putIfAbsent(key, bytes, 0, bytes.length);
  }

  /// Reads the whole object.
  default byte[] readAll(String key) {
    StoredObject object = stat(key).orElseThrow(() -> new StoreException.Missing(key));
    return read(key, 0, Math.toIntExact(object.size()));
  }
}
