package io.csdr.vault.posix;

import org.jspecify.annotations.Nullable;

/// A filled volume. `entries` and `bytes` are what was restored; `skipped` says what was left out on purpose,
/// `problems` what could not be restored as it was, `damaged` which files were left out because the vault
/// lost their content. `error` is set if the volume must not be
/// used because of damage that was not allowed; everything else is in place even then.
public record FillResult(
    long entries,
    long bytes,
    EntryNotes skipped,
    EntryNotes problems,
    EntryNotes damaged,
    @Nullable String error) {}
