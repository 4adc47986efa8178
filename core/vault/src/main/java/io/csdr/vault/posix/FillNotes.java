package io.csdr.vault.posix;

/// What is to be said of single entries after a fill.
record FillNotes(Notes skipped, Notes problems, Notes damaged) {}
