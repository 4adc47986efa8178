package io.csdr.testing.store;

import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.store.StoredObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A store that fails when and how a test wants, in front of one that works.
public final class FaultyStore implements Store {

  /// The calls that can be made to fail.
  public enum Call {
    READ,
    PUT,
    LIST,
    STAT,
    DELETE
  }

  private record Planned(
      Call call, String prefix, AtomicInteger left, Supplier<RuntimeException> failure) {}

  private final Store inner;
  private final ConcurrentLinkedQueue<Planned> plans = new ConcurrentLinkedQueue<>();
  private final Map<String, Long> flippedBits = new ConcurrentHashMap<>();
  private final Map<String, Long> sizes = new ConcurrentHashMap<>();
  private final Map<Call, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
  private volatile Duration latency = Duration.ZERO;

  public FaultyStore(Store inner) {
    this.inner = inner;
    for (Call call : Call.values()) {
      calls.put(call, new AtomicInteger());
    }
  }

  /// Lets the n-th (from 1) call of this kind on a key with this prefix fail, once; a failing put writes nothing.
  public void failOn(Call call, String prefix, int nth, Supplier<RuntimeException> failure) {
    plans.add(new Planned(call, prefix, new AtomicInteger(nth), failure));
  }

  /// Shows one bit of an object inverted.
  public void flipBit(String key, long bit) {
    flippedBits.put(key, bit);
  }

  /// Shows an object cut to `size` bytes.
  public void truncate(String key, long size) {
    sizes.put(key, size);
  }

  /// Shows all objects as they are again.
  public void heal() {
    flippedBits.clear();
    sizes.clear();
  }

  /// Leaves room for `bytes` more bytes.
  public void leaveRoom(long bytes) {
    room.set(bytes);
  }

  /// Delays every call.
  public void delay(Duration delay) {
    latency = delay;
  }

  /// How often a call was made, failed ones included.
  public int calls(Call call) {
    return counter(call).get();
  }

  @Override
  public byte[] read(String key, long offset, int length) {
    enter(Call.READ, key);
    Long size = sizes.get(key);
    if (size != null && length > size - offset) {
      throw new StoreException.Truncated(key, offset + length, size);
    }
    byte[] bytes = inner.read(key, offset, length);
    Long bit = flippedBits.get(key);
    if (bit != null && bit / 8 >= offset && bit / 8 < offset + length) {
      bytes[(int) (bit / 8 - offset)] ^= (byte) (1 << (bit % 8));
    }
    return bytes;
  }

  @Override
  public boolean putIfAbsent(String key, byte[] bytes, int offset, int length) {
    enter(Call.PUT, key);
    if (room.addAndGet(-length) < 0) {
      throw new StoreException.Full("no room to write " + key, null);
    }
    return inner.putIfAbsent(key, bytes, offset, length);
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> to) {
    enter(Call.LIST, prefix);
    inner.list(prefix, object -> to.accept(shown(object)));
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    enter(Call.STAT, key);
    return inner.stat(key).map(this::shown);
  }

  @Override
  public void delete(String key) {
    enter(Call.DELETE, key);
    inner.delete(key);
  }

  @Override
  public void close() {
    inner.close();
  }

  private StoredObject shown(StoredObject object) {
    long size = sizes.getOrDefault(object.key(), object.size());
    return new StoredObject(object.key(), Math.min(size, object.size()), object.modified());
  }

  private AtomicInteger counter(Call call) {
    return calls.computeIfAbsent(call, any -> new AtomicInteger());
  }

  private void enter(Call call, String key) {
    counter(call).incrementAndGet();
    if (latency.isPositive()) {
      long until = System.nanoTime() + latency.toNanos();
      while (System.nanoTime() - until < 0) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
    }
    for (Planned plan : plans) {
      if (plan.call == call && key.startsWith(plan.prefix) && plan.left.decrementAndGet() == 0) {
        throw plan.failure.get();
      }
    }
  }
}
