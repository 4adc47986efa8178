package io.csdr.vault.posix;

import io.csdr.vault.tree.TreeRoot;

/// A saved volume. `unchanged` files were taken over from the parent without being read. `skipped` says what
/// was left out on purpose and why (sockets, other file systems, files that went away meanwhile),
/// `problems` what could not be read, or not in one state.
public record SaveResult(TreeRoot root, long unchanged, EntryNotes skipped, EntryNotes problems) {}
