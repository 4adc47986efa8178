package io.csdr.vault.posix;

/// What is to be said of single entries after a save.
record SaveNotes(Notes skipped, Notes unsteady, Notes problems) {
  SaveNotes() {
    this(new Notes(), new Notes(), new Notes());
  }
}
