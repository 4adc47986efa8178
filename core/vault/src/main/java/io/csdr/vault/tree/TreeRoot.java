package io.csdr.vault.tree;

import io.csdr.vault.blob.BlobId;

/// A tree by its id, with its totals.
public record TreeRoot(BlobId id, TreeStats stats) {}
