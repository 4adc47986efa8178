package io.csdr.vault.tree;

import io.csdr.vault.blob.BlobId;

/// Sees the blobs that a tree is made of, some of them more than once.
public interface BlobVisitor {

  /// A blob that refers to others. They are left out, and it is not read, if this returns false: so
  /// what several trees share is walked once.
  boolean page(BlobId id);

  /// A blob that refers to nothing.
  void content(BlobId id);
}
