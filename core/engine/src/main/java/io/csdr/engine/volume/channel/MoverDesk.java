package io.csdr.engine.volume.channel;

import io.csdr.model.job.EntryLines;
import io.csdr.model.job.JobJson;
import io.csdr.model.job.MoverProgress;
import io.csdr.model.job.MoverReport;
import io.csdr.model.job.MoverTask;
import io.csdr.vault.Vault;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.key.Purpose;
import io.csdr.vault.pack.PackId;
import io.csdr.vault.store.Store;
import io.csdr.vault.tunnel.HostDesk;
import io.csdr.vault.tunnel.MoverStart;
import io.csdr.vault.tunnel.StoreAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the host of one task has on its desk: the vault, the rights of this task, and the report once it came.
final class MoverDesk implements HostDesk {
  private static final int MOST_LINES = 50_000;
  private static final int MOST_CHARACTERS = 4 << 20;
  private static final int LONGEST_LINE = 4_096;

  private final Vault vault;
  private final MoverTask task;
  private final PackGrants grants;
  private final Store store;
  private final Consumer<MoverProgress> progress;
  private final AtomicReference<@Nullable MoverReport> report = new AtomicReference<>();

  MoverDesk(Vault vault, MoverTask task, Consumer<MoverProgress> progress) {
    this.vault = vault;
    this.task = task;
    this.progress = progress;
    switch (task) {
      case MoverTask.SaveVolume save -> {
        vault.requireWritable();
        String parent = save.parent();
        this.grants = PackGrants.saving(vault, parent == null ? null : BlobId.parse(parent));
        this.store = new SaverStore(vault);
      }
      case MoverTask.FillVolume fill -> {
        this.grants = PackGrants.filling(vault, BlobId.parse(fill.root()));
        this.store = vault.store();
      }
    }
  }

  /// How the task ended, once the mover has said so.
  Optional<MoverReport> report() {
    return Optional.ofNullable(report.get());
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public StoreAccess access() {
    return grants;
  }

  @Override
  public MoverStart start() {
    return new MoverStart(JobJson.write(task), vault.suite(), vault.keys().grant());
  }

  @Override
  public byte[] key(PackId pack, int epoch, Purpose purpose) {
    if (!grants.allows(pack, purpose)) {
      throw new PackDenied(pack, purpose);
    }
    return vault.keys().key(pack, epoch, purpose);
  }

  @Override
  public void progress(byte[] note) {
    MoverProgress told;
    try {
      told = JobJson.progress(note);
    } catch (IllegalArgumentException _) {
      // A mover of another version may say things that this one does not understand.
      return;
    }
    progress.accept(told);
  }

  @Override
  public void report(byte[] bytes) {
    MoverReport told = JobJson.report(bytes);
    report.set(
        new MoverReport(
            told.root() == null ? null : BlobId.parse(told.root()).toString(),
            told.entries(),
            told.bytes(),
            told.newBytes(),
            told.storedBytes(),
            bounded(told.skipped()),
            bounded(told.unsteady()),
            bounded(told.problems()),
            told.error() == null ? null : bounded(told.error())));
  }

  /// As much as an honest mover tells, whatever this one told.
  private static EntryLines bounded(EntryLines entries) {
    List<String> lines = new ArrayList<>();
    int characters = 0;
    for (String told : entries.lines()) {
      String line = bounded(told);
      characters += line.length();
      if (lines.size() == MOST_LINES || characters > MOST_CHARACTERS) {
        break;
      }
      lines.add(line);
    }
    return new EntryLines(entries.count(), lines);
  }

  private static String bounded(String line) {
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
  }
}
