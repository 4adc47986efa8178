package io.csdr.vault.tree;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;

/// Gathers the contents of small files, one after the other, into one blob.
public final class BundleBuffer {
  /// The most bytes of a bundle.
  public static final int CAPACITY = 1 << 20;

  /// From how many bytes on a bundle may end.
  static final int LEAST = 256 << 10;

  private final byte[] bytes = new byte[CAPACITY];
  private int filled;

  /// How many bytes are in.
  public int filled() {
    return filled;
  }

  /// The buffer, to be filled from [#filled()] on.
  public byte[] array() {
    return bytes;
  }

  /// Counts `length` bytes that were written behind the ones before; returns their offset.
  public int advance(int length) {
    int offset = filled;
    if (length < 0 || length > CAPACITY - offset) {
      throw new IllegalStateException("a bundle of " + offset + " bytes gets " + length + " more");
    }
    filled += length;
    return offset;
  }

  /// Forgets what is in.
  public void clear() {
    filled = 0;
  }

  /// Stores what is in, which is not nothing, and begins anew.
  public BlobId put(BlobWriter writer) {
    BlobId id = writer.put(BlobType.BUNDLE, bytes, 0, filled);
    filled = 0;
    return id;
  }
}
