package io.csdr.vault.posix;

import io.csdr.vault.tree.TreeRoot;

/// A saved volume. `unchanged` files were taken over from the parent without being read. `skipped` says what
/// was left out on purpose and why (sockets, other file systems, files that went away meanwhile),
/// `unsteady` which files changed while they were read and are saved as they were read, `problems` what
/// could not be read.
public record SaveResult(
    TreeRoot root, long unchanged, EntryNotes skipped, EntryNotes unsteady, EntryNotes problems) {}
