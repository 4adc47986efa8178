package io.csdr.vault.key;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.pack.PackId;

/// Keys of a mover: what it was granted, and a way to ask for each pack.
public final class GrantedKeys implements VaultKeys {
  private final Grant grant;
  private final PackKeys packs;
  private final IdKey ids;

  public GrantedKeys(Grant grant, PackKeys packs) {
    this.grant = grant;
    this.packs = packs;
    this.ids = new IdKey(grant.dedupeKey());
  }

  @Override
  public VaultId vault() {
    return grant.vault();
  }

  @Override
  public int epoch() {
    return grant.epoch();
  }

  @Override
  public BlobId idOf(byte[] bytes, int offset, int length) {
    return ids.idOf(bytes, offset, length);
  }

  @Override
  public byte[] chunkerKey() {
    return grant.chunkerKey().clone();
  }

  @Override
  public byte[] indexKey(int epoch) {
    byte[] key = grant.indexKeys().get(epoch);
    if (key == null) {
      throw new VaultException.Corrupt("there is no index key of epoch " + epoch);
    }
    return key;
  }

  @Override
  public byte[] key(PackId pack, int epoch, Purpose purpose) {
    return packs.key(pack, epoch, purpose);
  }

  @Override
  public String toString() {
    return "GrantedKeys[" + vault() + "]";
  }
}
