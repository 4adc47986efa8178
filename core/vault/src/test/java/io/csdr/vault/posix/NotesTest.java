package io.csdr.vault.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NotesTest {
  private final Notes notes = new Notes();

  @Test
  void everyNoteIsCountedAndTheFirstAreKept() {
    for (int i = 0; i < Notes.MOST_LINES + 7; i++) {
      notes.add("f" + i, "gone");
    }

    EntryNotes told = notes.told();
    assertThat(told.count()).isEqualTo(Notes.MOST_LINES + 7);
    assertThat(told.lines()).hasSize(Notes.MOST_LINES).startsWith("f0: gone");
    assertThat(told.lines()).endsWith("f" + (Notes.MOST_LINES - 1) + ": gone");
  }

  @Test
  void longLinesAreFewer() {
    String path = "x".repeat(4_000);
    for (int i = 0; i < 2_000; i++) {
      notes.add(path, "gone");
    }
    notes.add("x", "short, but after one that was left out");

    EntryNotes told = notes.told();
    assertThat(told.count()).isEqualTo(2_001);
    assertThat(told.lines()).hasSize(Notes.MOST_CHARACTERS / 4_006).endsWith(path + ": gone");
  }

  @Test
  void twoListsAddUp() {
    EntryNotes sum = new EntryNotes(5, List.of("a: b")).plus(new EntryNotes(1, List.of("c: d")));

    assertThat(sum).isEqualTo(new EntryNotes(6, List.of("a: b", "c: d")));
    assertThat(sum.isEmpty()).isFalse();
  }
}
