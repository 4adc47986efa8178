package io.csdr.vault.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.vault.blob.MemoryBlobs;
import io.csdr.vault.tree.TreeEntry;
import io.csdr.vault.tree.TreePath;
import io.csdr.vault.tree.TreeReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens when the volume changes under the save, or when somebody cancels it.
class FileTreeRaceTest {
  private final MemoryBlobs blobs = new MemoryBlobs();

  @TempDir(factory = MemoryDirectory.class)
  private Path source;

  @BeforeEach
  void makeSource() throws IOException {
    byte[] large = new byte[12 << 20];
    new Random(5).nextBytes(large);
    Files.write(source.resolve("large"), large);
    Files.writeString(source.resolve("small"), "small");
  }

  /// Something that happens when an entry or a piece of a file was handled.
  private interface Event {
    void happen() throws Exception;
  }

  private SaveResult saveDuring(Event event) throws IOException {
    return new FileTreeSaver(
            blobs,
            VolumeSettings.DEFAULT.withCancelled(() -> {
              try {
                event.happen();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
              return false;
            }))
        .save(source);
  }

  @Test
  void filesThatGoAwayAreNoProblem() throws Exception {
    SaveResult saved = saveDuring(() -> Files.deleteIfExists(source.resolve("small")));

    assertThat(saved.problems().lines()).isEmpty();
    assertThat(saved.skipped().lines()).singleElement().asString().startsWith("small: went away");
    assertThat(new TreeReader(blobs, saved.root().id()).list(TreePath.ROOT)).hasSize(1);
  }

  @Test
  void aFileThatNeverHoldsStillIsSavedAsItWasReadAndTold() throws Exception {
    SaveResult saved =
        saveDuring(
            () -> Files.writeString(source.resolve("large"), "+", StandardOpenOption.APPEND));

    assertThat(saved.unsteady())
        .isEqualTo(
            new EntryNotes(1, List.of("large: changed while it was read, saved as it was read")));
    assertThat(saved.problems().isEmpty()).isTrue();
    assertThat(size(saved, "large")).isGreaterThan(12 << 20);
  }

  @Test
  void aFileThatChangesOnceIsReadAgain() throws Exception {
    AtomicInteger passes = new AtomicInteger();
    SaveResult saved =
        saveDuring(() -> {
          if (passes.incrementAndGet() == 3) {
            Files.writeString(source.resolve("large"), "short");
          }
        });

    assertThat(saved.problems().lines()).isEmpty();
    assertThat(saved.unsteady().lines()).isEmpty();
    assertThat(size(saved, "large")).isEqualTo(5);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new TreeReader(blobs, saved.root().id()).copyTo(TreePath.of("large"), out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("short");
  }

  @Test
  void aFileThatBecomesALinkIsNotFollowed() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    SaveResult saved =
        saveDuring(() -> {
          if (!done.getAndSet(true)) {
            for (String name : new String[] {"large", "small"}) {
              Files.delete(source.resolve(name));
              Files.createSymbolicLink(source.resolve(name), Path.of("/etc/passwd"));
            }
          }
        });

    new TreeReader(blobs, saved.root().id())
        .walk(entry -> assertThat(entry).isNotInstanceOf(TreeEntry.RegularFile.class));
  }

  @Test
  void aCancelledSaveEndsItsThreads() throws Exception {
    AtomicInteger passes = new AtomicInteger();
    FileTreeSaver saver =
        new FileTreeSaver(
            blobs, VolumeSettings.DEFAULT.withCancelled(() -> passes.incrementAndGet() > 4));

    assertThatThrownBy(() -> saver.save(source)).isInstanceOf(CancellationException.class);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("csdr-read")) {
        assertThat(thread.join(Duration.ofMinutes(1))).as(thread.getName()).isTrue();
      }
    }
  }

  @Test
  void aCancelledFillEnds(@TempDir(factory = MemoryDirectory.class) Path target) throws Exception {
    SaveResult saved = new FileTreeSaver(blobs, VolumeSettings.DEFAULT).save(source);
    FillSettings settings =
        new FillSettings(VolumeSettings.DEFAULT.withCancelled(() -> true), true, false);

    assertThatThrownBy(() -> new FileTreeFiller(blobs, settings).fill(saved.root().id(), target))
        .isInstanceOf(CancellationException.class);
  }

  private long size(SaveResult saved, String path) {
    return new TreeReader(blobs, saved.root().id()).file(TreePath.of(path)).size();
  }
}
