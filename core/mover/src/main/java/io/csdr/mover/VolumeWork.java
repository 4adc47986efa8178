package io.csdr.mover;

import io.csdr.model.job.EntryLines;
import io.csdr.model.job.MoverProgress;
import io.csdr.model.job.MoverReport;
import io.csdr.model.job.MoverTask;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.blob.WriteStats;
import io.csdr.vault.codec.Level;
import io.csdr.vault.key.GrantedKeys;
import io.csdr.vault.key.PackKeys;
import io.csdr.vault.pipeline.BlobSpace;
import io.csdr.vault.pipeline.WriterSettings;
import io.csdr.vault.posix.BlockFiller;
import io.csdr.vault.posix.BlockSaver;
import io.csdr.vault.posix.EntryNotes;
import io.csdr.vault.posix.FileTreeFiller;
import io.csdr.vault.posix.FileTreeSaver;
import io.csdr.vault.posix.FillResult;
import io.csdr.vault.posix.FillSettings;
import io.csdr.vault.posix.SaveResult;
import io.csdr.vault.posix.VolumeSettings;
import io.csdr.vault.store.Store;
import io.csdr.vault.tree.TreeStats;
import io.csdr.vault.tunnel.MoverStart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Does one task: moves a volume's content between its path and the vault.
final class VolumeWork {
  private final BlobSpace blobs;
  private final MeteredStore store;
  private final VolumeSettings settings;

  /// Works with the keys that `start` grants, asking `packs` for those of packs. `progress` is told a few times a
  /// second; `cancelled` ends the work with a [java.util.concurrent.CancellationException].
  VolumeWork(
      MoverStart start,
      Store store,
      PackKeys packs,
      Consumer<MoverProgress> progress,
      BooleanSupplier cancelled) {
    this.store = new MeteredStore(store);
    this.blobs = new BlobSpace(this.store, new GrantedKeys(start.grant(), packs), start.suite());
    this.settings =
        VolumeSettings.DEFAULT
            .withCancelled(cancelled)
            .withProgress((entries, bytes, totalEntries, totalBytes) ->
                progress.accept(
                    new MoverProgress(
                        entries, bytes, totalEntries, totalBytes, this.store.bytes())));
  }

  /// Does the task and says how it went.
  MoverReport run(MoverTask task) throws IOException {
    return switch (task) {
      case MoverTask.SaveVolume save -> save(save);
      case MoverTask.FillVolume fill -> fill(fill);
    };
  }

  private MoverReport save(MoverTask.SaveVolume task) throws IOException {
    Level level = Level.valueOf(task.compression().toUpperCase(Locale.ROOT));
    BlobWriter writer = blobs.writer(WriterSettings.of(level));
    SaveResult result = task.block() ? saveDevice(writer, task) : saveFiles(writer, task);
    writer.flush();
    WriteStats written = writer.stats();
    TreeStats stats = result.root().stats();
    return new MoverReport(
        result.root().id().toString(),
        stats.entries(),
        stats.bytes(),
        written.fresh(),
        written.stored(),
        lines(result.skipped()),
        lines(result.unsteady()),
        lines(result.problems()),
        null);
  }

  /// A device needs no parent: what did not change is found by its content.
  private SaveResult saveDevice(BlobWriter writer, MoverTask.SaveVolume task) throws IOException {
    return new BlockSaver(writer, settings).save(Path.of(task.path()));
  }

  private SaveResult saveFiles(BlobWriter writer, MoverTask.SaveVolume task) throws IOException {
    FileTreeSaver saver = new FileTreeSaver(writer, settings);
    if (task.parent() != null) {
      saver = saver.withParent(blobs.reader(), BlobId.parse(task.parent()));
    }
    if (task.cutMillis() != null) {
      saver = saver.withCut(Instant.ofEpochMilli(task.cutMillis()));
    }
    return saver.save(Path.of(task.path()));
  }

  private MoverReport fill(MoverTask.FillVolume task) throws IOException {
    FillSettings how = new FillSettings(settings, true, task.allowDamage());
    BlobReader reader = blobs.reader();
    BlobId root = BlobId.parse(task.root());
    Path path = Path.of(task.path());
    FillResult result =
        task.block()
            ? new BlockFiller(reader, how).fill(root, path)
            : new FileTreeFiller(reader, how).fill(root, path);
    return new MoverReport(
        null,
        result.entries(),
        result.bytes(),
        0,
        0,
        lines(result.skipped()),
        EntryLines.NONE,
        lines(result.damaged().plus(result.problems())),
        result.error());
  }

  private static EntryLines lines(EntryNotes notes) {
    return new EntryLines(notes.count(), notes.lines());
  }
}
