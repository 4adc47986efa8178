package io.csdr.vault.commit;

/// A whole commit.
public record Commit(CommitHeader header, Body body) {}
