package io.csdr.vault.pipeline;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.blob.WriteStats;
import io.csdr.vault.codec.Compressor;
import io.csdr.vault.index.BlobIndex;
import io.csdr.vault.index.PackContent;
import io.csdr.vault.key.VaultKeys;
import io.csdr.vault.pack.EntrySealer;
import io.csdr.vault.pack.PackKind;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// The writing side of the pipeline. A put hashes and dedupes in the caller's thread and leaves the rest
/// to a small pool; it waits while too much is under way. After the first failure every call repeats it.
final class PackingWriter implements BlobWriter {
  private static final int PERMIT_BYTES = 1 << 10;

  private final VaultKeys keys;
  private final BlobIndex index;
  private final PackSink sink;
  private final ThreadPoolExecutor workers;
  private final Semaphore waiting;
  private final int permits;
  // Ids on their way. An id is in here before the put that stores it returns, and leaves when the
  // index has it.
  private final Set<BlobId> underWay = ConcurrentHashMap.newKeySet();
  // Shared by puts, exclusive for the moment in which a flush draws its line.
  private final ReadWriteLock gate = new ReentrantReadWriteLock();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final LongAdder offered = new LongAdder();
  private final LongAdder fresh = new LongAdder();
  private final LongAdder freshBlobs = new LongAdder();

  PackingWriter(VaultKeys keys, BlobIndex index, PackSink sink, WriterSettings settings) {
    this.keys = keys;
    this.index = index;
    this.sink = sink;
    this.workers = PipelineThread.pool(settings.threads(), settings.level(), sink.suite());
    this.permits = settings.waiting() / PERMIT_BYTES;
    this.waiting = new Semaphore(permits, true);
    sink.uploads().listen(this::fail, this::indexed);
  }

  @Override
  public BlobId put(BlobType type, byte[] bytes, int offset, int length) {
    if (length < 1 || length > MAX_BLOB) {
      throw new IllegalArgumentException("a blob of " + length + " bytes");
    }
    check();
    BlobId id = keys.idOf(bytes, offset, length);
    offered.add(length);
    if (index.isReusable(id)) {
      return id;
    }
    gate.readLock().lock();
    try {
      if (underWay.add(id)) {
        store(type, id, bytes, offset, length);
      }
    } finally {
      gate.readLock().unlock();
    }
    return id;
  }

  @Override
  public synchronized void flush() {
    try {
      gate.writeLock().lockInterruptibly();
      try {
        // All permits back means that no worker has anything left to do.
        waiting.acquire(permits);
        waiting.release(permits);
        check();
        sink.sendAll();
      } finally {
        gate.writeLock().unlock();
      }
      sink.uploads().await();
      check();
      sink.uploads().writeIndex();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (RuntimeException e) {
      fail(e);
      throw e;
    }
  }

  @Override
  public byte[] chunkerKey() {
    return keys.chunkerKey();
  }

  @Override
  public WriteStats stats() {
    return new WriteStats(offered.sum(), fresh.sum(), sink.uploads().stored(), freshBlobs.sum());
  }

  private void store(BlobType type, BlobId id, byte[] bytes, int offset, int length) {
    if (index.isReusable(id)) {
      // It left `underWay` between the two looks.
      underWay.remove(id);
      return;
    }
    int cost = Math.ceilDiv(length, PERMIT_BYTES);
    try {
      waiting.acquire(cost);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
    fresh.add(length);
    freshBlobs.increment();
    workers.execute(() -> {
      try {
        if (failure.get() == null) {
          seal(type, id, copy);
        }
      } catch (Throwable e) {
        fail(e);
      } finally {
        waiting.release(cost);
      }
    });
  }

  private void seal(BlobType type, BlobId id, byte[] plain) throws InterruptedException {
    PipelineThread thread = PipelineThread.current();
    Compressor.Stored stored = thread.compressor().compress(plain, 0, plain.length);
    EntrySealer.Blob blob = new EntrySealer.Blob(id, type.code(), plain.length, stored);
    sink.add(PackKind.of(type), blob, thread.sealer());
  }

  private void indexed(Collection<PackContent> contents) {
    contents.forEach(content -> content.entries().forEach(entry -> underWay.remove(entry.id())));
  }

  private IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    IllegalStateException failed = new IllegalStateException("interrupted while writing", e);
    fail(failed);
    return failed;
  }

  private void fail(Throwable cause) {
    failure.compareAndSet(null, cause);
  }

  private void check() {
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException("the writer failed", e);
    }
  }
}
