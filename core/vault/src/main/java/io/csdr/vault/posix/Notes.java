package io.csdr.vault.posix;

import java.util.ArrayList;
import java.util.List;

/// Collects what there is to say of single entries, as much of it as [EntryNotes] keeps, and counts all of
/// it. For many threads.
final class Notes {
  static final int MOST_LINES = 50_000;
  static final int MOST_CHARACTERS = 4 << 20;

  private final List<String> lines = new ArrayList<>();
  private long count;
  private int characters;
  private boolean full;

  synchronized void add(Object what, String why) {
    count++;
    if (full) {
      return;
    }
    String line = what + ": " + why;
    full = lines.size() == MOST_LINES || characters + line.length() > MOST_CHARACTERS;
    if (!full) {
      lines.add(line);
      characters += line.length();
    }
  }

  /// How many were added.
  synchronized long count() {
    return count;
  }

  /// What was added so far.
  synchronized EntryNotes told() {
    return new EntryNotes(count, lines);
  }
}
