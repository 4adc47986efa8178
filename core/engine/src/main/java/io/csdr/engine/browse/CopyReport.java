package io.csdr.engine.browse;

import java.util.List;

/// What was copied out of a backup: objects, entries of volumes and plain bytes. `skipped` was left out
/// on purpose, `problems` could not be made as it was, `lost` cannot be had from the vault; lines of the
/// form `path: reason`.
public record CopyReport(
    long objects,
    long entries,
    long bytes,
    List<String> skipped,
    List<String> problems,
    List<String> lost) {
  public CopyReport {
    skipped = List.copyOf(skipped);
    problems = List.copyOf(problems);
    lost = List.copyOf(lost);
  }
}
