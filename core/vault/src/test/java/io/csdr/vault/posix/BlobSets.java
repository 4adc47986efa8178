package io.csdr.vault.posix;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.tree.BlobVisitor;
import java.util.Set;

/// Collects what a tree is made of.
final class BlobSets {
  private BlobSets() {}

  static BlobVisitor into(Set<BlobId> seen) {
    return new BlobVisitor() {
      @Override
      public boolean page(BlobId id) {
        return seen.add(id);
      }

      @Override
      public void content(BlobId id) {
        seen.add(id);
      }
    };
  }
}
