package io.csdr.vault.posix;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.tree.BundleBuffer;
import io.csdr.vault.tree.FileContent;
import io.csdr.vault.tree.FileMeta;
import io.csdr.vault.tree.TreeEntry;
import java.util.ArrayList;
import java.util.List;

/// Reads regular files into blobs and completes their slots; for many threads.
///
/// A file that changes while it is read is read again; if it never holds still, what was read last is
/// saved and told.
final class FileReader implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final long RETRIED_BYTES = 256L << 20;

  private final BlobWriter writer;
  private final LargeFileReader large;
  private final MetaReader metas;
  private final SaveNotes notes;
  private final ProgressMeter meter;
  private final ThreadLocal<BundleBuffer> buffers = ThreadLocal.withInitial(BundleBuffer::new);

  FileReader(
      BlobWriter writer, MetaReader metas, SaveNotes notes, ProgressMeter meter, int threads) {
    this.writer = writer;
    this.large = new LargeFileReader(writer, meter, threads);
    this.metas = metas;
    this.notes = notes;
    this.meter = meter;
  }

  /// A file whose bytes are in the bundle that is open.
  private record Bundled(Slot slot, FileMeta meta, int size, int offset) {}

  /// Reads the files of the task in order.
  void read(ReadTask task) {
    Bundling bundling = new Bundling(buffers.get());
    for (ReadTask.OneFile file : task.files()) {
      Slot slot = file.slot();
      try (Fd fd = file.directory().fd().openFile(file.name().toBytes())) {
        read(slot, fd, bundling);
      } catch (PosixException e) {
        if (e.errno() == Errno.ENOENT || e.errno() == Errno.ESTALE) {
          notes.skipped().add(slot.path(), "went away while the volume was read");
        } else {
          notes.problems().add(slot.path(), e.reason());
        }
      }
    }
    bundling.put();
  }

  private void read(Slot slot, Fd fd, Bundling bundling) throws PosixException {
    FileStat before = slot.stat();
    for (int attempt = 1; ; attempt++) {
      if (before.type() != FileStat.REGULAR) {
        notes.problems().add(slot.path(), "became something else while the volume was read");
        return;
      }
      FileMeta meta = metas.meta(before, fd, false);
      boolean small = isSmall(fd, before);
      Read read = small ? bundling.read(fd, (int) before.size()) : large.read(fd, before.size());
      FileStat after = FileStat.of(fd);
      boolean same = after.sameState(before) && read.size == before.size();
      if (same || attempt == ATTEMPTS || (attempt > 1 && before.size() > RETRIED_BYTES)) {
        if (!same) {
          notes.unsteady().add(slot.path(), "changed while it was read, saved as it was read");
        }
        if (small && read.size > 0) {
          meter.count(0, read.size);
          bundling.keep(slot, meta, (int) read.size);
        } else {
          slot.fill(new TreeEntry.RegularFile(slot.path(), meta, read.size, read.content));
        }
        return;
      }
      before = after;
    }
  }

  /// What was read: `size` bytes, fewer than expected if the file became shorter.
  record Read(long size, FileContent content) {}

  private static boolean isSmall(Fd fd, FileStat stat) throws PosixException {
    if (stat.size() > FileContent.MAX_SLICE) {
      return false;
    }
    boolean perhapsHoles = stat.size() > 0 && stat.blocks() * 512 < stat.size();
    return !perhapsHoles || !LargeFileReader.hasHoles(fd, stat.size());
  }

  /// The bundle that one task is filling.
  private final class Bundling {
    private final BundleBuffer buffer;
    private final List<Bundled> files = new ArrayList<>();

    Bundling(BundleBuffer buffer) {
      this.buffer = buffer;
      buffer.clear();
    }

    /// Reads behind what is kept, without keeping it.
    Read read(Fd fd, int size) throws PosixException {
      if (size > BundleBuffer.CAPACITY - buffer.filled()) {
        put();
      }
      return new Read(
          Content.read(fd, 0, buffer.array(), buffer.filled(), size), new FileContent.Nothing());
    }

    void keep(Slot slot, FileMeta meta, int size) {
      files.add(new Bundled(slot, meta, size, buffer.advance(size)));
    }

    void put() {
      if (files.isEmpty()) {
        return;
      }
      BlobId id = buffer.put(writer);
      for (Bundled file : files) {
        file.slot.fill(
            new TreeEntry.RegularFile(
                file.slot.path(), file.meta, file.size, new FileContent.Slice(id, file.offset)));
      }
      files.clear();
    }
  }

  @Override
  public void close() {
    large.close();
  }
}
