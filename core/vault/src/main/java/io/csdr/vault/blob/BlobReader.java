package io.csdr.vault.blob;

import java.util.Collection;

/// Fetches authenticated blobs. Methods may be called by many threads.
public interface BlobReader {

  /// The plain bytes of one blob, verified against its id.
  ///
  /// @throws io.csdr.vault.VaultException.Corrupt when any byte on the way was altered
  /// @throws io.csdr.vault.VaultException.Incomplete when the index or the pack lacks it
  byte[] get(BlobId id);

  /// Whether the index knows the blob; says nothing of its pack.
  boolean has(BlobId id);

  /// Delivers each wanted blob exactly once, every pack being read once and in pack order, several
  /// packs at a time. The receiver is called by several threads. Blobs that cannot be had are passed to
  /// [BlobReceiver#lost] and the rest goes on; exceptions of the receiver end the fetch.
  void fetch(Collection<BlobId> wanted, BlobReceiver receiver);
}
