package io.csdr.vault.pipeline;

import io.csdr.vault.index.IndexFiles;
import io.csdr.vault.index.PackContent;
import io.csdr.vault.index.PackInfo;
import io.csdr.vault.key.Purpose;
import io.csdr.vault.key.VaultKeys;
import io.csdr.vault.pack.BlobEntry;
import io.csdr.vault.pack.EntrySealer;
import io.csdr.vault.pack.PackBuilder;
import io.csdr.vault.pack.PackHeader;
import io.csdr.vault.pack.PackId;
import io.csdr.vault.pack.PackKind;
import io.csdr.vault.seal.Suite;
import io.csdr.vault.store.Store;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;

/// Where sealed blobs are gathered: packs that are being filled, and packs on their way to the store.
///
/// Two data packs are open at a time and blobs go to either at random, so that the order of a file's
/// chunks is not visible; the second is opened only when the first has grown a little.
final class PackSink {
  private static final int OPEN_DATA = 2;
  private static final int INITIAL = 1 << 20;
  private static final int META_HELD = 2;

  private final VaultKeys keys;
  private final Suite suite;
  private final WriterSettings settings;
  private final PackUploads uploads;
  private final Map<PackKind, List<PackBuilder>> open = new EnumMap<>(PackKind.class);
  private final Map<PackKind, Semaphore> room = new EnumMap<>(PackKind.class);
  private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());

  PackSink(Store store, VaultKeys keys, Suite suite, IndexFiles files, WriterSettings settings) {
    this.keys = keys;
    this.suite = suite;
    this.settings = settings;
    this.uploads = new PackUploads(store, files);
    for (PackKind kind : PackKind.values()) {
      open.put(kind, new ArrayList<>());
      room.put(kind, new Semaphore(kind == PackKind.DATA ? settings.dataPacksHeld() : META_HELD));
    }
  }

  Suite suite() {
    return suite;
  }

  PackUploads uploads() {
    return uploads;
  }

  /// Seals one blob into a pack; waits while all pack buffers are under way.
  void add(PackKind kind, EntrySealer.Blob blob, EntrySealer sealer) throws InterruptedException {
    PackBuilder pack;
    BlobEntry entry;
    boolean full;
    synchronized (this) {
      pack = choose(kind);
      entry = pack.reserve(blob);
      full = pack.isFull();
      if (full) {
        PackBuilder done = pack;
        pool(kind).removeIf(other -> other == done);
      }
    }
    try {
      pack.fill(entry, blob, sealer);
    } catch (RuntimeException e) {
      pack.abandon();
      throw e;
    } finally {
      if (full) {
        send(kind, pack);
      }
    }
  }

  /// Sends off every open pack.
  synchronized void sendAll() {
    for (PackKind kind : PackKind.values()) {
      pool(kind).forEach(pack -> send(kind, pack));
      pool(kind).clear();
    }
  }

  private void send(PackKind kind, PackBuilder pack) {
    uploads.send(pack, room(kind)::release);
  }

  private PackBuilder choose(PackKind kind) throws InterruptedException {
    List<PackBuilder> packs = pool(kind);
    int wanted =
        kind == PackKind.DATA && packs.stream().anyMatch(p -> p.length() > INITIAL) ? OPEN_DATA : 1;
    if (packs.isEmpty() || (packs.size() < wanted && room(kind).availablePermits() > 0)) {
      room(kind).acquire();
      packs.add(begin(kind));
    }
    return packs.get(random.nextInt(packs.size()));
  }

  private PackBuilder begin(PackKind kind) {
    PackId id = PackId.random();
    int epoch = keys.epoch();
    PackHeader header = new PackHeader(keys.vault().value(), id, kind, suite, epoch);
    int target = kind == PackKind.DATA ? settings.dataPack() : settings.metaPack();
    byte[] key;
    try {
      key = keys.key(id, epoch, Purpose.WRITE);
    } catch (RuntimeException e) {
      room(kind).release();
      throw e;
    }
    return new PackBuilder(header, key, target, Math.min(INITIAL, target));
  }

  private List<PackBuilder> pool(PackKind kind) {
    return Objects.requireNonNull(open.get(kind));
  }

  private Semaphore room(PackKind kind) {
    return Objects.requireNonNull(room.get(kind));
  }

  static PackContent content(PackBuilder.Finished pack, byte[] sha256) {
    PackHeader header = pack.header();
    PackInfo info =
        new PackInfo(
            header.id(),
            header.kind(),
            header.suite(),
            header.epoch(),
            pack.length(),
            pack.entries().size(),
            sha256);
    return new PackContent(info, pack.entries());
  }
}
