package io.csdr.vault.blob;

import io.csdr.vault.VaultException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Blobs in memory, named by their SHA-256: a writer and a reader for the layers above the packs.
///
/// Single blobs can be taken away or replaced, as damage or a hostile writer would.
public final class MemoryBlobs implements BlobWriter, BlobReader {
  private final Map<BlobId, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<BlobId, BlobType> types = new ConcurrentHashMap<>();
  private final AtomicLong offered = new AtomicLong();
  private final AtomicLong offeredData = new AtomicLong();
  private final AtomicLong fresh = new AtomicLong();
  private final AtomicLong freshBlobs = new AtomicLong();

  @Override
  public BlobId put(BlobType type, byte[] bytes, int offset, int length) {
    if (length < 1 || length > MAX_BLOB) {
      throw new IllegalArgumentException("a blob of " + length + " bytes");
    }
    byte[] plain = Arrays.copyOfRange(bytes, offset, offset + length);
    BlobId id = idOf(plain);
    offered.addAndGet(length);
    if (type != BlobType.TREE) {
      offeredData.addAndGet(length);
    }
    if (blobs.putIfAbsent(id, plain) == null) {
      types.put(id, type);
      fresh.addAndGet(length);
      freshBlobs.incrementAndGet();
    }
    return id;
  }

  private static BlobId idOf(byte[] plain) {
    try {
      ByteBuffer digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(plain));
      return new BlobId(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void flush() {}

  @Override
  public byte[] chunkerKey() {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 7);
    return key;
  }

  @Override
  public WriteStats stats() {
    return new WriteStats(offered.get(), fresh.get(), fresh.get(), freshBlobs.get());
  }

  /// Bytes of content that were put, metadata left out.
  public long offeredData() {
    return offeredData.get();
  }

  @Override
  public byte[] get(BlobId id) {
    byte[] plain = blobs.get(id);
    if (plain == null) {
      throw new VaultException.Incomplete("no blob " + id);
    }
    return plain.clone();
  }

  @Override
  public boolean has(BlobId id) {
    return blobs.containsKey(id);
  }

  @Override
  public void fetch(Collection<BlobId> ids, BlobReceiver receiver) {
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    // A parallel stream that fails returns while its other threads still work.
    ids.stream()
        .sorted()
        .parallel()
        .forEach(id -> {
          try {
            deliver(id, receiver);
          } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
          }
        });
    RuntimeException first = failure.get();
    if (first != null) {
      throw first;
    }
  }

  private void deliver(BlobId id, BlobReceiver receiver) {
    byte[] plain = blobs.get(id);
    if (plain == null) {
      receiver.lost(id, new VaultException.Incomplete("no blob " + id));
    } else {
      receiver.received(id, plain.clone());
    }
  }

  /// How many blobs there are.
  public int count() {
    return blobs.size();
  }

  public Set<BlobId> ids() {
    return Set.copyOf(blobs.keySet());
  }

  /// The ids of one type.
  public Set<BlobId> ids(BlobType type) {
    return types.entrySet().stream()
        .filter(entry -> entry.getValue() == type)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Lets a blob be gone.
  public void lose(BlobId id) {
    blobs.remove(id);
  }

  /// Lets a blob have other bytes under the same id.
  public void replace(BlobId id, byte[] plain) {
    blobs.put(id, plain.clone());
  }
}
