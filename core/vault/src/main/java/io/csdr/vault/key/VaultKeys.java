package io.csdr.vault.key;

import io.csdr.vault.blob.BlobId;

/// What it takes to put and fetch blobs. The vault's owner derives all of it from the master key
/// ([OwnedKeys]); a mover is granted a part and asks for each pack ([GrantedKeys]).
public sealed interface VaultKeys extends PackKeys permits OwnedKeys, GrantedKeys {

  /// Which vault these keys belong to.
  VaultId vault();

  /// The key epoch of everything written now.
  int epoch();

  /// The id of these bytes in this vault. Costs one pass of HMAC-SHA-256.
  BlobId idOf(byte[] bytes, int offset, int length);

  /// The 32-byte secret that chunk boundaries are derived from.
  byte[] chunkerKey();

  /// The 32-byte class key of index segments and tombstones of an epoch.
  ///
  /// @throws io.csdr.vault.VaultException.Corrupt when there is no such epoch
  byte[] indexKey(int epoch);
}
