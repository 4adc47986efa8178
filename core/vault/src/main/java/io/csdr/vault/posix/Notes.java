package io.csdr.vault.posix;

import java.util.ArrayList;
import java.util.List;

/// Lines about single entries, of which only the first thousand are kept. For many threads.
final class Notes {
  private static final int KEPT = 1000;

  private final List<String> lines = new ArrayList<>();
  private long left;

  synchronized void add(Object what, String why) {
    if (lines.size() < KEPT - 1) {
      lines.add(what + ": " + why);
    } else {
      left++;
    }
  }

  /// How many lines were added.
  synchronized long count() {
    return lines.size() + left;
  }

  /// The lines, the last of which says how many are not among them.
  synchronized List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    if (left > 0) {
      all.add("and " + left + " more");
    }
    return List.copyOf(all);
  }
}
