package io.csdr.vault.index;

import io.csdr.vault.VaultException;
import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.bytes.Fields;
import io.csdr.vault.key.VaultKeys;
import io.csdr.vault.pack.PackId;
import io.csdr.vault.seal.SealedObject;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoredObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Packs that garbage collection has marked: a writer must not rely on them (`docs/format.md` section 10).
public final class Tombstones {
  static final String PREFIX = "t/";
  private static final int PACK = 2;

  private Tombstones() {}

  /// All marked packs.
  ///
  /// @throws VaultException.Corrupt when a mark cannot be read: writing on would risk data
  public static Set<PackId> packs(Store store, VaultKeys keys) {
    List<StoredObject> objects = new ArrayList<>();
    store.list(PREFIX, objects::add);
    Set<PackId> packs = new HashSet<>();
    for (StoredObject object : objects) {
      if (object.size() > SealedObject.Kind.TOMBSTONES.maxBytes()) {
        throw new VaultException.Corrupt(object.key() + " is too long for tombstones");
      }
      SealedObject.Place place =
          new SealedObject.Place(
              SealedObject.Kind.TOMBSTONES, object.key(), keys.vault().toBytes());
      byte[] bytes = store.read(object.key(), 0, (int) object.size());
      byte[] plain = SealedObject.open(place, bytes, keys::indexKey);
      for (byte[] id : Fields.parse(plain, object.key()).all(PACK)) {
        packs.add(PackId.read(new ByteReader(id, object.key())));
      }
    }
    return packs;
  }
}
