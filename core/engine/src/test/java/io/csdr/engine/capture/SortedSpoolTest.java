package io.csdr.engine.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortedSpoolTest {
  @TempDir Path folder;

  @Test
  void manyEntriesComeBackSortedWhateverFitsIntoMemory() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      keys.add("ns-" + i % 7 + "/objects/configmaps/n" + i + ".json");
    }
    Collections.shuffle(keys, new Random(1));

    List<String> inMemory = drained(keys, 1 << 20);
    List<String> spilled = drained(keys, 10_000);

    assertThat(inMemory)
        .hasSize(2000)
        .isSortedAccordingTo(Comparator.comparing(line -> line.replace('/', '\0')));
    assertThat(spilled).isEqualTo(inMemory);
  }

  @Test
  void aDirectoryComesBeforeItsNeighbourWithALongerName() {
    assertThat(drained(List.of("a-b/x", "a/y", "a/b/c", "a.c/z"), 1 << 20))
        .containsExactly("a/b/c=a/b/c", "a/y=a/y", "a-b/x=a-b/x", "a.c/z=a.c/z");
  }

  @Test
  void anEntryThatCameTwiceIsPassedOnOnce() {
    assertThat(drained(List.of("a", "b", "a", "a"), 1)).containsExactly("a=a", "b=b");
  }

  @Test
  void temporaryFilesHideWhatTheyHoldAndGoAway() throws IOException {
    try (SortedSpool spool = new SortedSpool(folder, 100)) {
      for (int i = 0; i < 50; i++) {
        spool.add("secrets/s" + i, "correct horse battery staple");
      }
      List<Path> files = files();
      assertThat(files).isNotEmpty();
      for (Path file : files) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain("correct")
            .doesNotContain("secrets");
      }
    }
    assertThat(files()).isEmpty();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private List<String> drained(List<String> keys, long capacity) {
    List<String> lines = new ArrayList<>();
    try (SortedSpool spool = new SortedSpool(folder, capacity)) {
      keys.forEach(key -> spool.add(key, key));
      spool.drain((key, value) -> lines.add(key + "=" + value));
    }
    return lines;
  }
}
