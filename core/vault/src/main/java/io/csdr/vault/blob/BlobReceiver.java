package io.csdr.vault.blob;

import io.csdr.vault.VaultException;

/// Takes the blobs of one [BlobReader#fetch].
public interface BlobReceiver {

  /// One wanted blob; the array is the receiver's to keep.
  void received(BlobId id, byte[] plain);

  /// One wanted blob that cannot be had, and why.
  void lost(BlobId id, VaultException why);
}
