package io.csdr.vault.posix;

import io.csdr.vault.tree.TreeRoot;
import java.util.List;

/// A saved volume. `unchanged` files were taken over from the parent without being read. `skipped` says what
/// was left out on purpose and why (sockets, other file systems, files that went away meanwhile),
/// `problems` what could not be read, or not in one state; both at most 1,000 lines `path: reason`.
public record SaveResult(
    TreeRoot root, long unchanged, List<String> skipped, List<String> problems) {
  public SaveResult {
    skipped = List.copyOf(skipped);
    problems = List.copyOf(problems);
  }
}
