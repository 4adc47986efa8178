package io.csdr.vault.pipeline;

import io.csdr.vault.fault.FaultPoint;
import io.csdr.vault.index.IndexFiles;
import io.csdr.vault.index.PackContent;
import io.csdr.vault.pack.PackBuilder;
import io.csdr.vault.store.Store;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// Packs on their way to the store, and the index segments that make them findable.
final class PackUploads {
  private static final int THREADS = 2;
  private static final int PACKS_PER_SEGMENT = 64;
  private static final int BLOBS_PER_SEGMENT = 200_000;
  private static final long SEGMENT_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final Store store;
  private final IndexFiles files;
  private final ThreadPoolExecutor threads =
      PipelineThread.lapsing(
          THREADS, work -> Thread.ofPlatform().daemon().name("vault-put").unstarted(work));
  private final LongAdder stored = new LongAdder();
  private final List<PackContent> arrived = new ArrayList<>();
  private Consumer<Throwable> failed = failure -> {};
  private Consumer<Collection<PackContent>> indexed = contents -> {};
  private long segmentDue = System.nanoTime() + SEGMENT_NANOS;
  private int arrivedBlobs;
  private int underWay;

  PackUploads(Store store, IndexFiles files) {
    this.store = store;
    this.files = files;
  }

  /// Whom to tell of a failure, and of packs that the index knows from now on.
  void listen(Consumer<Throwable> onFailure, Consumer<Collection<PackContent>> onIndexed) {
    failed = onFailure;
    indexed = onIndexed;
  }

  /// Bytes that the store took.
  long stored() {
    return stored.sum();
  }

  /// Finishes and uploads the pack; `after` runs when its memory is free again, come what may.
  void send(PackBuilder pack, Runnable after) {
    synchronized (this) {
      underWay++;
    }
    threads.execute(() -> {
      try {
        upload(pack.finish());
      } catch (Throwable e) {
        failed.accept(e);
      } finally {
        after.run();
        synchronized (this) {
          underWay--;
          notifyAll();
        }
      }
    });
  }

  /// Waits until nothing is under way.
  synchronized void await() throws InterruptedException {
    while (underWay > 0) {
      wait();
    }
  }

  /// Writes an index segment of everything that arrived since the last one.
  void writeIndex() {
    List<PackContent> contents = take();
    if (contents.isEmpty()) {
      return;
    }
    stored.add(files.write(contents));
    FaultPoint.pass("vault-index-written");
    indexed.accept(contents);
  }

  private void upload(PackBuilder.Finished pack) {
    PackContent content = PackSink.content(pack, sha256(pack));
    // The id is random: an object of this name can only be this pack, put by a call whose answer
    // was lost.
    store.putIfAbsent(content.pack().key(), pack.bytes(), 0, pack.length());
    stored.add(pack.length());
    FaultPoint.pass("vault-pack-written");
    boolean due;
    synchronized (this) {
      arrived.add(content);
      arrivedBlobs += content.entries().size();
      due =
          arrived.size() >= PACKS_PER_SEGMENT
              || arrivedBlobs >= BLOBS_PER_SEGMENT
              || System.nanoTime() - segmentDue > 0;
    }
    if (due) {
      writeIndex();
    }
  }

  private synchronized List<PackContent> take() {
    List<PackContent> contents = List.copyOf(arrived);
    arrived.clear();
    arrivedBlobs = 0;
    segmentDue = System.nanoTime() + SEGMENT_NANOS;
    return contents;
  }

  private static byte[] sha256(PackBuilder.Finished pack) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(pack.bytes(), 0, pack.length());
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }
}
