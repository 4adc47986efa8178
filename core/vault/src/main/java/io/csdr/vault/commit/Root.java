package io.csdr.vault.commit;

import io.csdr.vault.blob.BlobId;

/// A tree of a commit, by a label that is unique in the commit.
public record Root(String label, BlobId id) {}
