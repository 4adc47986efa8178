package io.csdr.vault.tree;

import io.csdr.vault.blob.BlobReader;

/// Passes on the blobs that the entries of leaves refer to.
record EntryBlobs(BlobReader reader, BlobVisitor visitor) {

  void leaf(LeafCursor leaf) {
    for (TreeEntry entry = leaf.next(); entry != null; entry = leaf.next()) {
      switch (entry) {
        case TreeEntry.Directory directory -> meta(directory.meta());
        case TreeEntry.RegularFile file -> {
          meta(file.meta());
          content(file);
        }
        case TreeEntry.Symlink link -> meta(link.meta());
        case TreeEntry.Hardlink link -> {}
        case TreeEntry.Device device -> meta(device.meta());
        case TreeEntry.Fifo fifo -> meta(fifo.meta());
      }
    }
  }

  private void meta(FileMeta meta) {
    for (Xattr xattr : meta.xattrs()) {
      if (xattr.value() instanceof XattrValue.Stored stored) {
        visitor.content(stored.id());
      }
    }
  }

  private void content(TreeEntry.RegularFile file) {
    switch (file.content()) {
      case FileContent.Nothing() -> {}
      case FileContent.Slice slice -> visitor.content(slice.bundle());
      case FileContent.Extents inline ->
          inline.extents().forEach(extent -> visitor.content(extent.id()));
      case FileContent.ExtentTable table -> ExtentTables.visit(reader, table, file.size(), visitor);
    }
  }
}
