package io.csdr.vault.key;

import io.csdr.vault.VaultException;
import io.csdr.vault.bytes.RandomId;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// The key slots of one vault in its store: who can open it.
public final class KeySlots {
  private static final int MOST_SLOTS = 64;

  private final Store store;
  private final VaultId vault;

  public KeySlots(Store store, VaultId vault) {
    this.store = store;
    this.vault = vault;
  }

  /// All slots of this vault in ascending order of ids. Malformed ones are left out: they open nothing.
  public List<SlotInfo> list() {
    return read().stream().map(KeySlot::info).toList();
  }

  /// Adds a slot that this key opens. The label is stored in clear.
  public SlotInfo add(OwnedKeys keys, KeyMaterial key, String label, Instant now) {
    if (key instanceof KeyFile file && !file.vault().equals(vault)) {
      throw new IllegalArgumentException("the key file belongs to vault " + file.vault());
    }
    if (read().size() >= MOST_SLOTS) {
      throw new IllegalArgumentException("the vault has " + MOST_SLOTS + " key slots; remove one");
    }
    RandomId id = RandomId.random();
    byte[] object = KeySlot.make(id, keys.ring(), key, label, now);
    if (!store.putIfAbsent(KeySlot.PREFIX + id, object)) {
      throw new IllegalStateException("slot " + id + " exists already");
    }
    return KeySlot.parse(id, object).info();
  }

  /// Removes a slot, but never the last one that this program can open.
  ///
  /// @throws VaultException.Incomplete when there is no such slot
  /// @throws IllegalArgumentException when nothing else would open the vault
  public void remove(String id) {
    List<SlotInfo> slots = list();
    SlotInfo slot =
        slots.stream()
            .filter(s -> s.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new VaultException.Incomplete("the vault has no key slot " + id));
    long others =
        slots.stream().filter(s -> !s.id().equals(id) && s.kind() != SlotKind.UNKNOWN).count();
    if (others == 0) {
      throw new IllegalArgumentException(
          "slot " + slot.id() + " is the last one that opens this vault; add another key first");
    }
    store.delete(KeySlot.PREFIX + id);
  }

  /// Tries the offered keys one after the other on every slot.
  ///
  /// @throws VaultException.WrongKey when none opens any
  public OwnedKeys unlock(KeySource source) {
    List<KeySlot> slots = read();
    int tried = 0;
    for (Iterator<KeyMaterial> keys = source.keysFor(vault); keys.hasNext(); tried++) {
      KeyMaterial key = keys.next();
      for (KeySlot slot : slots) {
        Optional<KeyRing> ring = open(slot, key);
        if (ring.isPresent()) {
          return new OwnedKeys(ring.get());
        }
      }
    }
    throw new VaultException.WrongKey(
        "vault %s has %d readable key slots and none opens with the %d keys offered"
            .formatted(vault, slots.size(), tried));
  }

  private static Optional<KeyRing> open(KeySlot slot, KeyMaterial key) {
    try {
      return slot.open(key);
    } catch (VaultException.Corrupt e) {
      return Optional.empty();
    }
  }

  private List<KeySlot> read() {
    List<StoredObject> found = new ArrayList<>();
    store.list(KeySlot.PREFIX, found::add);
    List<KeySlot> slots = new ArrayList<>();
    for (StoredObject object : found) {
      Optional<RandomId> id = RandomId.parse(object.key().substring(KeySlot.PREFIX.length()));
      if (id.isEmpty() || object.size() > KeySlot.MOST_BYTES || slots.size() >= MOST_SLOTS) {
        continue;
      }
      parse(id.get(), store.read(object.key(), 0, (int) object.size())).ifPresent(slots::add);
    }
    return slots;
  }

  /// A damaged slot must not keep the others from opening the vault.
  private Optional<KeySlot> parse(RandomId id, byte[] object) {
    try {
      return Optional.of(KeySlot.parse(id, object)).filter(slot -> slot.vault().equals(vault));
    } catch (VaultException.Corrupt e) {
      return Optional.empty();
    }
  }
}
