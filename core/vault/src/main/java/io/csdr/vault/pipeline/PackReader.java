package io.csdr.vault.pipeline;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.blob.BlobReceiver;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.index.BlobIndex;
import io.csdr.vault.index.IndexFiles;
import io.csdr.vault.index.Location;
import io.csdr.vault.key.VaultKeys;
import io.csdr.vault.store.Store;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The reading side of the pipeline.
final class PackReader implements BlobReader {
  private final BlobIndex index;
  private final IndexFiles files;
  private final PackAccess packs;
  private final TreeCache trees = new TreeCache();

  PackReader(Store store, VaultKeys keys, BlobIndex index, IndexFiles files) {
    this.index = index;
    this.files = files;
    this.packs = new PackAccess(store, keys);
  }

  @Override
  public byte[] get(BlobId id) {
    byte[] cached = trees.get(id);
    if (cached != null) {
      return cached;
    }
    VaultException first = null;
    for (Location place : places(id)) {
      try {
        byte[] plain = packs.read(place);
        if (place.entry().type() == BlobType.TREE.code()) {
          trees.put(id, plain);
        }
        return plain;
      } catch (VaultException e) {
        first = first == null ? e : first;
      }
    }
    throw first == null ? unknown(id) : first;
  }

  @Override
  public boolean has(BlobId id) {
    return !places(id).isEmpty();
  }

  @Override
  public void fetch(Collection<BlobId> wanted, BlobReceiver receiver) {
    new PackFetch(packs, this::places, this::anew, receiver).run(wanted);
  }

  private List<Location> places(BlobId id) {
    List<Location> places = index.find(id);
    if (places.isEmpty()) {
      files.refresh();
      places = index.find(id);
    }
    return places;
  }

  /// Tries all places of a blob again after a pack failed; returns null after telling the receiver.
  private byte @Nullable [] anew(BlobId id, BlobReceiver receiver) {
    try {
      return get(id);
    } catch (VaultException e) {
      receiver.lost(id, e);
      return null;
    }
  }

  private VaultException unknown(BlobId id) {
    Map<String, VaultException> damaged = files.damaged();
    String why = damaged.isEmpty() ? "" : "; damaged index segments: " + damaged.keySet();
    return new VaultException.Incomplete("no index knows blob " + id + why);
  }
}
