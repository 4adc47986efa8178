package io.csdr.vault.commit;

/// A commit or a run that cannot be read: its key in the store and what is wrong with it.
public record Damaged(String key, String reason) {}
