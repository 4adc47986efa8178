package io.csdr.vault.pipeline;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReceiver;
import io.csdr.vault.index.Location;
import io.csdr.vault.index.PackInfo;
import io.csdr.vault.pack.BlobEntry;
import io.csdr.vault.pack.PackId;
import io.csdr.vault.seal.Aead;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One fetch of many blobs: each pack is read once, from front to back, in ranges of at most 8 MiB that
/// skip gaps of 256 KiB and more; four packs at a time.
final class PackFetch {
  private static final int GAP = 256 << 10;
  private static final int RANGE = 8 << 20;
  private static final int THREADS = 4;
  private static final int MANY = 64;

  private final PackAccess packs;
  private final Function<BlobId, List<Location>> places;
  private final Rescue rescue;
  private final BlobReceiver receiver;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /// Tries to get a blob another way; returns null after telling the receiver that it is lost.
  @FunctionalInterface
  interface Rescue {
    byte @Nullable [] get(BlobId id, BlobReceiver receiver);
  }

  PackFetch(
      PackAccess packs,
      Function<BlobId, List<Location>> places,
      Rescue rescue,
      BlobReceiver receiver) {
    this.packs = packs;
    this.places = places;
    this.rescue = rescue;
    this.receiver = receiver;
  }

  private record Part(PackInfo pack, List<BlobEntry> entries) {}

  void run(Collection<BlobId> wanted) {
    Collection<Part> plan = plan(wanted);
    if (wanted.size() >= MANY) {
      Aead.warmUp();
    }
    Queue<Part> parts = new ConcurrentLinkedQueue<>(plan);
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i < Math.min(THREADS, parts.size()); i++) {
      threads.add(Thread.ofPlatform().daemon().name("vault-fetch").start(() -> work(parts)));
    }
    work(parts);
    threads.forEach(this::await);
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException("the fetch was interrupted", e);
    }
  }

  /// Waits even when interrupted, which ends the work: nothing may be received after the fetch has returned.
  private void await(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        failure.compareAndSet(null, e);
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Groups by pack in the order in which packs are first wanted.
  private Collection<Part> plan(Collection<BlobId> wanted) {
    Map<PackId, Part> parts = new LinkedHashMap<>();
    Set<BlobId> once = new HashSet<>(wanted.size() * 2);
    for (BlobId id : wanted) {
      if (!once.add(id)) {
        continue;
      }
      List<Location> found = places.apply(id);
      if (found.isEmpty()) {
        rescue(id);
        continue;
      }
      Location place = found.getFirst();
      parts
          .computeIfAbsent(place.pack().id(), pack -> new Part(place.pack(), new ArrayList<>()))
          .entries
          .add(place.entry());
    }
    parts.values().forEach(part -> part.entries.sort(Comparator.comparingInt(BlobEntry::offset)));
    return parts.values();
  }

  private void work(Queue<Part> parts) {
    try {
      for (Part part = parts.poll(); part != null && failure.get() == null; part = parts.poll()) {
        read(part);
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
  }

  private void read(Part part) {
    List<BlobEntry> entries = part.entries;
    for (int from = 0; from < entries.size() && failure.get() == null; ) {
      int start = entries.get(from).offset();
      int end = entries.get(from).end();
      int to = from + 1;
      while (to < entries.size()
          && entries.get(to).offset() - end < GAP
          && entries.get(to).end() - start <= RANGE) {
        end = entries.get(to).end();
        to++;
      }
      deliver(part.pack, entries.subList(from, to), start, end);
      from = to;
    }
  }

  private void deliver(PackInfo pack, List<BlobEntry> entries, int start, int end) {
    byte[] range;
    try {
      range = packs.range(pack, start, end - start);
    } catch (VaultException e) {
      entries.forEach(entry -> rescue(entry.id()));
      return;
    }
    for (BlobEntry entry : entries) {
      byte[] plain;
      try {
        int length = entry.end() - entry.offset();
        plain = packs.open(pack, entry, new Aead.Span(range, entry.offset() - start, length));
      } catch (VaultException e) {
        rescue(entry.id());
        continue;
      }
      receiver.received(entry.id(), plain);
    }
  }

  private void rescue(BlobId id) {
    byte[] plain = rescue.get(id, receiver);
    if (plain != null) {
      receiver.received(id, plain);
    }
  }
}
