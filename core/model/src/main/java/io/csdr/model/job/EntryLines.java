package io.csdr.model.job;

import java.util.ArrayList;
import java.util.List;

/// Entries of a volume of which there is something to tell: how many there are, and the first of them as
/// lines `path: reason`.
public record EntryLines(long count, List<String> lines) {
  /// No entry.
  public static final EntryLines NONE = new EntryLines(0, List.of());

  public EntryLines {
    lines = List.copyOf(lines);
    if (count < lines.size()) {
      throw new IllegalArgumentException(lines.size() + " lines of " + count + " entries");
    }
  }

  /// As many entries as there are lines.
  public static EntryLines of(List<String> lines) {
    return new EntryLines(lines.size(), lines);
  }

  /// These and then the others.
  public EntryLines plus(EntryLines others) {
    List<String> all = new ArrayList<>(lines);
    all.addAll(others.lines);
    return new EntryLines(count + others.count, all);
  }

  /// Whether there is no entry.
  public boolean none() {
    return count == 0;
  }

  /// How many entries have no line.
  public long unlisted() {
    return count - lines.size();
  }

  /// How many there are of what, with the first of them, such as `3 entries were lost, the first: a: gone`.
  public String summary(String what) {
    String text = count + " " + what;
    return lines.isEmpty() ? text : text + ", the first: " + lines.getFirst();
  }
}
