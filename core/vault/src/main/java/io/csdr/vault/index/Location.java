package io.csdr.vault.index;

import io.csdr.vault.pack.BlobEntry;

/// One place where a blob lies.
public record Location(PackInfo pack, BlobEntry entry) {}
