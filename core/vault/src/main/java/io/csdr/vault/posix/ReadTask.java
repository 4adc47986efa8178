package io.csdr.vault.posix;

import io.csdr.vault.tree.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Files that one thread reads in one go: the files of a bundle in order, or one larger file.
final class ReadTask {
  private final List<OneFile> files = new ArrayList<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  /// A file by its name in an open directory.
  record OneFile(Slot slot, SharedFd directory, ByteString name) {}

  void add(OneFile file) {
    files.add(file);
  }

  List<OneFile> files() {
    return files;
  }

  /// Completed when all slots are final, exceptionally when the save cannot go on.
  CompletableFuture<Void> done() {
    return done;
  }

  /// Lets go of the directories.
  void release() {
    files.forEach(file -> file.directory().release());
  }
}
