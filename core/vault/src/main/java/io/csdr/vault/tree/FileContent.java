package io.csdr.vault.tree;

import io.csdr.vault.blob.BlobId;
import java.util.List;

/// Where the bytes of a regular file are.
public sealed interface FileContent {
  /// The longest file that goes into a bundle, in bytes.
  int MAX_SLICE = 128 << 10;

  /// The most extents that lie in the entry itself.
  int MAX_INLINE_EXTENTS = 64;

  /// Nowhere: the file is empty or one hole.
  record Nothing() implements FileContent {}

  /// As many bytes as the file is long, at `offset` in a bundle.
  record Slice(BlobId bundle, int offset) implements FileContent {}

  /// A few pieces; what follows the last one is a hole.
  record Extents(List<Extent> extents) implements FileContent {
    public Extents {
      extents = List.copyOf(extents);
    }
  }

  /// Many pieces, in pages of their own; `count` of them under the page `table`.
  record ExtentTable(long count, BlobId table) implements FileContent {}
}
