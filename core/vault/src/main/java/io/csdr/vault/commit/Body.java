package io.csdr.vault.commit;

import io.csdr.vault.blob.BlobId;

/// The body of a commit, opaque to the vault.
public sealed interface Body {

  /// The bytes themselves, at most 256 KiB.
  @SuppressWarnings("ArrayRecordComponent")
  record Inline(byte[] bytes) implements Body {}

  /// The tree that holds the body in a file.
  record Stored(BlobId id) implements Body {}
}
