package io.csdr.vault.pipeline;

import io.csdr.vault.VaultException;
import io.csdr.vault.index.Location;
import io.csdr.vault.index.PackInfo;
import io.csdr.vault.key.Purpose;
import io.csdr.vault.key.VaultKeys;
import io.csdr.vault.pack.BlobEntry;
import io.csdr.vault.pack.EntrySealer;
import io.csdr.vault.pack.PackHeader;
import io.csdr.vault.pack.PackId;
import io.csdr.vault.seal.Aead;
import io.csdr.vault.seal.Suite;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.store.StoredObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Ranges of packs, and the blobs in them, verified. For many threads.
final class PackAccess {
  private static final int KEYS_HELD = 1024;

  private final Store store;
  private final VaultKeys keys;
  private final Map<PackId, byte[]> packKeys =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PackId, byte[]> eldest) {
          return size() > KEYS_HELD;
        }
      };
  private final Map<PackId, String> generations = new ConcurrentHashMap<>();
  private final Map<Suite, Queue<EntrySealer>> sealers = new EnumMap<>(Suite.class);

  PackAccess(Store store, VaultKeys keys) {
    this.store = store;
    this.keys = keys;
    for (Suite suite : Suite.values()) {
      sealers.put(suite, new ConcurrentLinkedQueue<>());
    }
  }

  /// Reads one blob from one place.
  byte[] read(Location place) {
    BlobEntry entry = place.entry();
    int length = entry.end() - entry.offset();
    byte[] frame = range(place.pack(), entry.offset(), length);
    return open(place.pack(), entry, new Aead.Span(frame));
  }

  /// Reads a part of a pack, or of its highest generation where the plain one is gone.
  ///
  /// @throws VaultException.Incomplete when there is no such pack
  /// @throws VaultException.Corrupt when it is too short
  byte[] range(PackInfo pack, int offset, int length) {
    String key = generations.getOrDefault(pack.id(), pack.key());
    try {
      try {
        return store.read(key, offset, length);
      } catch (StoreException.Missing e) {
        String other = highestGeneration(pack, e);
        generations.put(pack.id(), other);
        return store.read(other, offset, length);
      }
    } catch (StoreException.Missing e) {
      throw new VaultException.Incomplete(pack + " is missing from the store", e);
    } catch (StoreException.Truncated e) {
      throw new VaultException.Corrupt(pack + " is cut off: " + e.getMessage(), e);
    }
  }

  /// Opens one frame and verifies the blob against its id.
  byte[] open(PackInfo pack, BlobEntry entry, Aead.Span frame) {
    Queue<EntrySealer> idle = Objects.requireNonNull(sealers.get(pack.suite()));
    EntrySealer sealer = idle.poll();
    if (sealer == null) {
      sealer = new EntrySealer(pack.suite());
    }
    PackHeader header =
        new PackHeader(keys.vault().value(), pack.id(), pack.kind(), pack.suite(), pack.epoch());
    byte[] plain = sealer.open(header, packKey(pack), entry, frame);
    idle.offer(sealer);
    if (!keys.idOf(plain, 0, plain.length).equals(entry.id())) {
      throw new VaultException.Corrupt(
          "blob " + entry.id() + " in " + pack + " does not have the content of its id");
    }
    return plain;
  }

  private byte[] packKey(PackInfo pack) {
    synchronized (packKeys) {
      byte[] known = packKeys.get(pack.id());
      if (known != null) {
        return known;
      }
    }
    byte[] key = keys.key(pack.id(), pack.epoch(), Purpose.READ);
    synchronized (packKeys) {
      packKeys.put(pack.id(), key);
    }
    return key;
  }

  private String highestGeneration(PackInfo pack, StoreException.Missing missing) {
    String prefix = pack.key() + ".g";
    List<StoredObject> copies = new ArrayList<>();
    store.list(prefix, copies::add);
    return copies.stream()
        .map(StoredObject::key)
        .filter(key -> key.substring(prefix.length()).matches("[1-9][0-9]{0,8}"))
        .max(
            java.util.Comparator.comparingInt(
                key -> Integer.parseInt(key.substring(prefix.length()))))
        .orElseThrow(() -> missing);
  }
}
