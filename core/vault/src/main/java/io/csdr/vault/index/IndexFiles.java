package io.csdr.vault.index;

import io.csdr.vault.VaultException;
import io.csdr.vault.bytes.RandomId;
import io.csdr.vault.key.VaultKeys;
import io.csdr.vault.seal.SealedObject;
import io.csdr.vault.seal.Suite;
import io.csdr.vault.store.ParallelCalls;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.store.StoredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The index segments of a vault in its store. Loads each once and writes new ones. For many threads.
public final class IndexFiles {
  private static final String PREFIX = "i/";
  private static final int BATCH = 8;

  /// Where writers put their segments; only compaction writes elsewhere below `i/`.
  public static final String FIRST_EPOCH = PREFIX + "00000000/";

  private final Store store;
  private final VaultKeys keys;
  private final Suite suite;
  private final BlobIndex index;
  private final Set<RandomId> seen = new HashSet<>();
  private final Map<String, VaultException> damaged = new LinkedHashMap<>();

  public IndexFiles(Store store, VaultKeys keys, Suite suite, BlobIndex index) {
    this.store = store;
    this.keys = keys;
    this.suite = suite;
    this.index = index;
  }

  /// Loads all segments that were not yet seen, newest index epoch first. A damaged one is passed over:
  /// what only it knows cannot be found, everything else can.
  public synchronized void refresh() {
    List<StoredObject> objects = new ArrayList<>();
    store.list(PREFIX, objects::add);
    objects.removeIf(object -> segmentId(object.key()).filter(id -> !seen.contains(id)).isEmpty());
    objects.sort(Comparator.comparing(StoredObject::key).reversed());
    for (int from = 0; from < objects.size(); from += BATCH) {
      List<StoredObject> batch = objects.subList(from, Math.min(from + BATCH, objects.size()));
      List<Read> reads = ParallelCalls.map(batch, this::read);
      for (int i = 0; i < batch.size(); i++) {
        take(batch.get(i).key(), reads.get(i));
      }
    }
  }

  private void take(String key, Read read) {
    RandomId id = segmentId(key).orElseThrow();
    if (seen.contains(id)) {
      return; // superseded by one that came before it
    }
    switch (read) {
      case Read.Whole whole -> {
        index.add(whole.segment);
        seen.add(id);
        seen.addAll(whole.segment.superseded());
      }
      case Read.Damaged broken -> {
        damaged.put(key, broken.why);
        seen.add(id);
      }
      case Read.Gone gone -> {
        // Compaction removed it after the listing; its successor comes with the next refresh.
      }
    }
  }

  /// What became of one segment.
  private sealed interface Read {
    record Whole(IndexSegment segment) implements Read {}

    record Damaged(VaultException why) implements Read {}

    record Gone() implements Read {}
  }

  /// The segments that could not be read, and why.
  public synchronized Map<String, VaultException> damaged() {
    return Map.copyOf(damaged);
  }

  /// Writes a segment of packs that are in the store, then makes them known. Returns its length.
  public long write(List<PackContent> contents) {
    RandomId id = RandomId.random();
    String key = FIRST_EPOCH + id;
    byte[] object = IndexSegment.seal(keys, suite, key, IndexSegment.encode(contents, List.of()));
    store.putIfAbsent(key, object);
    synchronized (this) {
      seen.add(id);
    }
    index.add(contents);
    return object.length;
  }

  private Read read(StoredObject object) {
    String key = object.key();
    if (object.size() > SealedObject.Kind.INDEX.maxBytes()) {
      return new Read.Damaged(
          new VaultException.Corrupt(key + " is too long for an index segment"));
    }
    try {
      byte[] bytes = store.read(key, 0, (int) object.size());
      return new Read.Whole(IndexSegment.open(keys, key, bytes));
    } catch (VaultException.Corrupt e) {
      return new Read.Damaged(e);
    } catch (StoreException.Truncated e) {
      return new Read.Damaged(new VaultException.Corrupt(key + " is cut off", e));
    } catch (StoreException.Missing e) {
      return new Read.Gone();
    }
  }

  private static Optional<RandomId> segmentId(String key) {
    String[] parts = key.split("/", -1);
    return parts.length == 3 ? RandomId.parse(parts[2]) : Optional.empty();
  }
}
