package io.csdr.vault.posix;

import java.util.ArrayList;
import java.util.List;

/// What there is to say of single entries: how many notes there are, and the first of them as lines
/// `path: reason`. A save or fill keeps at most 50,000 lines of 4 Mi characters together.
public record EntryNotes(long count, List<String> lines) {
  /// Nothing to say.
  public static final EntryNotes NONE = new EntryNotes(0, List.of());

  public EntryNotes {
    lines = List.copyOf(lines);
    if (count < lines.size()) {
      throw new IllegalArgumentException(lines.size() + " lines of " + count);
    }
  }

  /// These and then the others.
  public EntryNotes plus(EntryNotes others) {
    List<String> all = new ArrayList<>(lines);
    all.addAll(others.lines);
    return new EntryNotes(count + others.count, all);
  }

  /// Whether there is nothing to say.
  public boolean isEmpty() {
    return count == 0;
  }
}
