package io.csdr.vault.blob;

/// Puts blobs into a vault, each distinct content once.
///
/// Methods may be called by many threads. A put that returned is not durable before [#flush()].
public interface BlobWriter {

  /// Stores the bytes unless the vault already has them, and returns their id. The array may be
  /// reused as soon as the call returns. `length` is 1 to [#MAX_BLOB].
  BlobId put(BlobType type, byte[] bytes, int offset, int length);

  /// Makes everything that was put durable and findable: packs first, then an index segment.
  void flush();

  /// The secret that chunk boundaries are derived from, 32 bytes, the same for one vault for ever.
  byte[] chunkerKey();

  /// What was written so far.
  WriteStats stats();

  /// The longest blob in bytes, 4 MiB.
  int MAX_BLOB = 4 << 20;
}
