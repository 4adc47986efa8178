package io.csdr.engine.browse;

import io.csdr.vault.posix.FillResult;
import java.util.ArrayList;
import java.util.List;

/// Adds up what a copy made.
final class Tally {
  private final List<String> skipped = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();
  private long objects;
  private long entries;
  private long bytes;

  void object(long size) {
    objects++;
    bytes += size;
  }

  void volume(FillResult result) {
    entries += result.entries();
    bytes += result.bytes();
    skipped.addAll(result.skipped());
    problems.addAll(result.problems());
    lost.addAll(result.damaged());
  }

  CopyReport report() {
    return new CopyReport(objects, entries, bytes, skipped, problems, lost);
  }
}
