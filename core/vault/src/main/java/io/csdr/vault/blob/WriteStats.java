package io.csdr.vault.blob;

/// Amounts of one writer, in bytes: `offered` plain bytes put, `fresh` plain bytes that the vault did not
/// have, `stored` bytes written to the store for them, and how many blobs were fresh.
public record WriteStats(long offered, long fresh, long stored, long freshBlobs) {}
