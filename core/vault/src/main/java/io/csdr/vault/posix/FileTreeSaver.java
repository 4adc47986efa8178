package io.csdr.vault.posix;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.blob.BlobWriter;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Saves a directory with everything in it and all attributes.
///
/// The walk stays on one file system and follows no links. What cannot be read is told and left out; the
/// rest is saved. Memory depends on the longest directory, not on the size of the volume.
public final class FileTreeSaver {
  private final BlobWriter writer;
  private final VolumeSettings settings;
  private final @Nullable Parent parent;
  private final long cut;

  private record Parent(BlobReader reader, BlobId root) {}

  /// A saver that reads everything.
  public FileTreeSaver(BlobWriter writer, VolumeSettings settings) {
    this(writer, settings, null, Long.MAX_VALUE);
  }

  private FileTreeSaver(
      BlobWriter writer, VolumeSettings settings, @Nullable Parent parent, long cut) {
    this.writer = writer;
    this.settings = settings;
    this.parent = parent;
    this.cut = cut;
  }

  /// A saver that takes over from an earlier tree of the same volume what did not change since: regular files of
  /// the same inode, size and times.
  public FileTreeSaver withParent(BlobReader reader, BlobId root) {
    return new FileTreeSaver(writer, settings, new Parent(reader, root), cut);
  }

  /// A saver of a volume as it was at this moment: its original may have changed right after it, which the
  /// save of a later state must be able to tell.
  public FileTreeSaver withCut(Instant moment) {
    return new FileTreeSaver(writer, settings, parent, moment.toEpochMilli());
  }

  /// Saves what is in the directory. Nothing is durable before [BlobWriter#flush()].
  ///
  /// @throws IOException when the directory itself cannot be read
  /// @throws java.util.concurrent.CancellationException when the work was cancelled
  public SaveResult save(Path directory) throws IOException {
    SaveNotes notes = new SaveNotes();
    MetaReader metas = new MetaReader(writer, cut);
    try (Fd top = Fd.directory(directory)) {
      ProgressMeter meter =
          new ProgressMeter(settings.progress(), settings.cancelled(), 0, totalBytes(directory));
      try (FileReader reader = new FileReader(writer, metas, notes, meter, settings.threads());
          SaveQueue queue =
              new SaveQueue(writer, reader, notes.problems(), meter, settings.threads())) {
        Optional<ParentTree> before =
            Optional.ofNullable(parent).map(p -> new ParentTree(p.reader, p.root, notes.skipped()));
        SourceWalk walk = new SourceWalk(queue, metas, before, notes);
        walk.run(top);
        return new SaveResult(
            queue.finish(),
            walk.unchanged(),
            notes.skipped().told(),
            notes.unsteady().told(),
            notes.problems().told());
      }
    }
  }

  /// Bytes in use on the file system if the directory is all of it, else 0, which stands for unknown.
  private static long totalBytes(Path directory) {
    try {
      Path real = directory.toRealPath();
      Path above = real.getParent();
      FileStore store = Files.getFileStore(real);
      if (above != null && store.equals(Files.getFileStore(above))) {
        return 0;
      }
      return store.getTotalSpace() - store.getUnallocatedSpace();
    } catch (IOException e) {
      return 0;
    }
  }
}
