package io.csdr.vault.tree;

import io.csdr.vault.blob.BlobId;

/// The value of an extended attribute: short ones lie in the entry, long ones are blobs.
public sealed interface XattrValue {
  /// The longest value that lies in an entry, in bytes.
  int MAX_INLINE = 1024;

  /// The longest value at all; Linux allows 64 KiB.
  int MAX_STORED = 1 << 20;

  /// A value of at most [#MAX_INLINE] bytes.
  record Inline(ByteString bytes) implements XattrValue {}

  /// A value that is a blob of its own.
  record Stored(BlobId id, int length) implements XattrValue {}
}
