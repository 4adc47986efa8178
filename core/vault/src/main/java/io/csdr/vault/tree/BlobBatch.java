package io.csdr.vault.tree;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.blob.BlobReceiver;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A few blobs that are fetched together and then used in an order of their own.
final class BlobBatch {
  private final Map<BlobId, byte[]> had = new ConcurrentHashMap<>();
  private final Map<BlobId, VaultException> lost = new ConcurrentHashMap<>();

  private BlobBatch() {}

  static BlobBatch fetch(BlobReader reader, Collection<BlobId> wanted) {
    BlobBatch batch = new BlobBatch();
    reader.fetch(
        new LinkedHashSet<>(wanted),
        new BlobReceiver() {
          @Override
          public void received(BlobId id, byte[] plain) {
            batch.had.put(id, plain);
          }

          @Override
          public void lost(BlobId id, VaultException why) {
            batch.lost.put(id, why);
          }
        });
    return batch;
  }

  /// The blob's bytes.
  ///
  /// @throws VaultException when it cannot be had
  byte[] get(BlobId id) {
    byte[] plain = had.get(id);
    if (plain == null) {
      VaultException why = lost.get(id);
      throw why == null ? new VaultException.Incomplete("blob " + id + " was not fetched") : why;
    }
    return plain;
  }
}
