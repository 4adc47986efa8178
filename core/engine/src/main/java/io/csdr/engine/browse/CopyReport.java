package io.csdr.engine.browse;

import io.csdr.vault.posix.EntryNotes;

/// What was copied out of a backup: objects, entries of volumes and plain bytes. `skipped` was left out
/// on purpose, `problems` could not be made as it was, `lost` cannot be had from the vault.
public record CopyReport(
    long objects,
    long entries,
    long bytes,
    EntryNotes skipped,
    EntryNotes problems,
    EntryNotes lost) {}
