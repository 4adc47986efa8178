package io.csdr.vault.index;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.pack.BlobEntry;
import io.csdr.vault.pack.PackId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Every blob that the loaded segments know, in memory: 48 bytes per place of a blob in slabs that never
/// move, and an open hash table of record numbers with at most 3/4 of its cells used. An id may have
/// several places. For many threads.
public final class BlobIndex {
  private static final int WORDS = 6;
  private static final int SLAB_BITS = 12;
  private static final int SLAB_MASK = (1 << SLAB_BITS) - 1;

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final List<PackInfo> packs = new ArrayList<>();
  private final Map<PackId, Integer> numbers = new HashMap<>();
  private final BitSet doomed = new BitSet();
  private final List<long[]> slabs = new ArrayList<>();
  private int[] table = new int[1 << 10];
  private int size;

  /// Adds all that a segment knows.
  public void add(IndexSegment segment) {
    lock.writeLock().lock();
    try {
      int[] pack = new int[segment.packs().size()];
      for (int i = 0; i < pack.length; i++) {
        pack[i] = number(segment.packs().get(i));
      }
      for (int i = 0; i < segment.size(); i++) {
        insert(pack[segment.packNumber(i)], segment.entry(i));
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Adds the content of packs that were just written.
  public void add(Collection<PackContent> contents) {
    lock.writeLock().lock();
    try {
      for (PackContent content : contents) {
        int pack = number(content.pack());
        content.entries().forEach(entry -> insert(pack, entry));
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Replaces the set of packs that [#isReusable] passes over.
  public void doom(Collection<PackId> tombstoned) {
    lock.writeLock().lock();
    try {
      doomed.clear();
      for (PackId id : tombstoned) {
        Integer number = numbers.get(id);
        if (number != null) {
          doomed.set(number);
        }
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Whether the blob lies in any pack.
  public boolean contains(BlobId id) {
    return !find(id).isEmpty();
  }

  /// Whether the blob lies in a pack that is not doomed, so that it need not be stored again.
  public boolean isReusable(BlobId id) {
    lock.readLock().lock();
    try {
      for (int cell = cell(id); table[cell] != 0; cell = next(cell)) {
        int record = table[cell] - 1;
        if (holds(record, id) && !doomed.get(packNumber(record))) {
          return true;
        }
      }
      return false;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// All places of a blob; those in packs that are not doomed come first.
  public List<Location> find(BlobId id) {
    lock.readLock().lock();
    try {
      List<Location> places = new ArrayList<>(1);
      for (int cell = cell(id); table[cell] != 0; cell = next(cell)) {
        int record = table[cell] - 1;
        if (holds(record, id)) {
          int pack = packNumber(record);
          Location place = new Location(packs.get(pack), entry(record, id));
          places.add(doomed.get(pack) ? places.size() : 0, place);
        }
      }
      return places;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// The packs that the segments name.
  public List<PackInfo> packs() {
    lock.readLock().lock();
    try {
      return List.copyOf(packs);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// How many places of blobs are known.
  public int size() {
    lock.readLock().lock();
    try {
      return size;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// About how many bytes of memory the places take, without the packs.
  long memory() {
    lock.readLock().lock();
    try {
      return (long) slabs.size() * (WORDS << SLAB_BITS) * Long.BYTES
          + (long) table.length * Integer.BYTES;
    } finally {
      lock.readLock().unlock();
    }
  }

  private int number(PackInfo pack) {
    Integer known = numbers.putIfAbsent(pack.id(), packs.size());
    if (known != null) {
      return known;
    }
    packs.add(pack);
    return packs.size() - 1;
  }

  private void insert(int pack, BlobEntry entry) {
    BlobId id = entry.id();
    int cell = cell(id);
    for (; table[cell] != 0; cell = next(cell)) {
      int record = table[cell] - 1;
      if (holds(record, id) && packNumber(record) == pack) {
        return;
      }
    }
    if ((size & SLAB_MASK) == 0) {
      slabs.add(new long[WORDS << SLAB_BITS]);
    }
    long[] slab = slabs.get(size >>> SLAB_BITS);
    int at = (size & SLAB_MASK) * WORDS;
    slab[at] = id.a();
    slab[at + 1] = id.b();
    slab[at + 2] = id.c();
    slab[at + 3] = id.d();
    slab[at + 4] = (long) pack << 32 | (entry.offset() & 0xffffffffL);
    slab[at + 5] = (long) entry.sealedLength() << 40 | entry.form();
    table[cell] = ++size;
    if (size > table.length / 4 * 3) {
      grow();
    }
  }

  private void grow() {
    table = new int[table.length * 2];
    for (int record = 0; record < size; record++) {
      long first = slabs.get(record >>> SLAB_BITS)[(record & SLAB_MASK) * WORDS];
      int cell = cell(first);
      while (table[cell] != 0) {
        cell = next(cell);
      }
      table[cell] = record + 1;
    }
  }

  private int cell(BlobId id) {
    return cell(id.a());
  }

  // Ids are keyed digests: any of their bits are as good as a hash.
  private int cell(long first) {
    return (int) first & (table.length - 1);
  }

  private int next(int cell) {
    return (cell + 1) & (table.length - 1);
  }

  private boolean holds(int record, BlobId id) {
    long[] slab = slabs.get(record >>> SLAB_BITS);
    int at = (record & SLAB_MASK) * WORDS;
    return slab[at] == id.a()
        && slab[at + 1] == id.b()
        && slab[at + 2] == id.c()
        && slab[at + 3] == id.d();
  }

  private int packNumber(int record) {
    return (int) (slabs.get(record >>> SLAB_BITS)[(record & SLAB_MASK) * WORDS + 4] >>> 32);
  }

  private BlobEntry entry(int record, BlobId id) {
    long[] slab = slabs.get(record >>> SLAB_BITS);
    int at = (record & SLAB_MASK) * WORDS;
    long rest = slab[at + 5];
    return new BlobEntry(id, (int) slab[at + 4], (int) (rest >>> 40), rest & 0xff_ffff_ffffL);
  }
}
