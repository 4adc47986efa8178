package io.csdr.vault.tree;

import io.csdr.vault.blob.BlobId;

/// A piece of a large file: `gap` bytes of hole after the piece before, then `length` bytes that are the
/// whole blob `id`.
public record Extent(long gap, int length, BlobId id) {}
