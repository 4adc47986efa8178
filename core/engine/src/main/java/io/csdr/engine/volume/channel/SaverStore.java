package io.csdr.engine.volume.channel;

import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.index.IndexFiles;
import io.csdr.vault.index.IndexSegment;
import io.csdr.vault.index.PackInfo;
import io.csdr.vault.seal.SealedObject;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.store.StoredObject;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The vault's store for one mover that saves, over all its connections: it puts packs, and index segments of these
/// packs.
///
/// Readers and writers of the whole vault believe a segment, so none gets in unread: it opens with the vault's keys,
/// replaces no other, and names only packs that this mover put and that no segment has named yet. Anything else is a
/// [StoreException.Denied]. Segments are looked at one by one, so that one at a time is in memory.
final class SaverStore implements Store {
  /// Packs that no segment names yet. Writers have some hundred at most; a pack beyond is refused.
  static final int MOST_UNNAMED = 4_096;

  private final Vault vault;
  private final Store store;
  private final Set<String> unnamed = ConcurrentHashMap.newKeySet();
  private final Object segments = new Object();

  SaverStore(Vault vault) {
    this.vault = vault;
    this.store = vault.store();
  }

  @Override
  public boolean putIfAbsent(String key, byte[] bytes, int offset, int length) {
    return key.startsWith(IndexFiles.FIRST_EPOCH)
        ? putSegment(key, bytes, offset, length)
        : putPack(key, bytes, offset, length);
  }

  /// The pack counts as this mover's before it is put: where a connection broke in between, its second sending may be
  /// answered before its first has returned.
  private boolean putPack(String key, byte[] bytes, int offset, int length) {
    if (unnamed.size() >= MOST_UNNAMED) {
      throw new StoreException.Denied(
          "pack '" + key + "' is refused: " + MOST_UNNAMED + " packs wait for their index", null);
    }
    if (store.stat(key).isEmpty()) {
      unnamed.add(key);
    }
    return store.putIfAbsent(key, bytes, offset, length);
  }

  /// A segment that is there already was put by an earlier sending: nothing is written, so nothing is looked at.
  private boolean putSegment(String key, byte[] bytes, int offset, int length) {
    synchronized (segments) {
      if (store.stat(key).isPresent()) {
        return false;
      }
      IndexSegment segment = open(key, bytes, offset, length);
      if (!segment.superseded().isEmpty()) {
        throw refused(key, "it replaces other segments", null);
      }
      for (PackInfo pack : segment.packs()) {
        if (!unnamed.contains(pack.key()) || !isStored(pack)) {
          throw refused(key, "it names a " + pack + " that this mover did not just put", null);
        }
      }
      boolean put = store.putIfAbsent(key, bytes, offset, length);
      segment.packs().forEach(pack -> unnamed.remove(pack.key()));
      return put;
    }
  }

  private boolean isStored(PackInfo pack) {
    return store.stat(pack.key()).filter(object -> object.size() == pack.size()).isPresent();
  }

  private IndexSegment open(String key, byte[] bytes, int offset, int length) {
    if (length > SealedObject.Kind.INDEX.maxBytes()) {
      throw refused(key, "it is too long", null);
    }
    boolean whole = offset == 0 && length == bytes.length;
    byte[] object = whole ? bytes : Arrays.copyOfRange(bytes, offset, offset + length);
    try {
      return IndexSegment.open(vault.keys(), key, object);
    } catch (VaultException e) {
      throw refused(key, String.valueOf(e.getMessage()), e);
    }
  }

  private static StoreException.Denied refused(
      String key, String why, @Nullable VaultException cause) {
    return new StoreException.Denied("index segment '" + key + "' is refused: " + why, cause);
  }

  @Override
  public byte[] read(String key, long offset, int length) {
    return store.read(key, offset, length);
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> to) {
    store.list(prefix, to);
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    return store.stat(key);
  }

  @Override
  public void delete(String key) {
    store.delete(key);
  }

  /// Leaves the vault's store open.
  @Override
  public void close() {}
}
