package io.csdr.engine.catalog;

import io.csdr.engine.EngineException;
import io.csdr.engine.journal.RunJournal;
import io.csdr.engine.journal.RunView;
import io.csdr.model.Failure;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.commit.CommitHeader;
import io.csdr.vault.commit.Damaged;
import io.csdr.vault.commit.Listed;
import io.csdr.vault.commit.Run;
import io.csdr.vault.store.StoreException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The backups of one vault.
public final class Catalog {
  /// The kind of runs that make backups.
  public static final String BACKUP = "backup";

  private final Vault vault;

  public Catalog(Vault vault) {
    this.vault = vault;
  }

  /// All backups and the backup runs that have none, the oldest first, as far as they can be read.
  public List<BackupRow> list() {
    return listed().whole();
  }

  /// All backups and the backup runs that have none, the oldest first, and the objects of the vault that
  /// cannot be read and may be further ones.
  public Listed<BackupRow> listed() {
    List<BackupRow> rows = new ArrayList<>();
    List<Damaged> damaged = new ArrayList<>();
    Set<String> committed = new HashSet<>();
    Listed<CommitHeader> commits = vault.listCommits();
    damaged.addAll(commits.damaged());
    for (CommitHeader header : commits.whole()) {
      committed.add(header.runId());
      add(header.ref().key(), () -> Optional.of(row(header)), rows, damaged);
    }
    Listed<Run> runs = vault.listRuns();
    damaged.addAll(runs.damaged());
    for (Run run : runs.whole()) {
      if (run.kind().equals(BACKUP) && !committed.contains(run.runId())) {
        add(
            run.place(),
            () -> unfinished(RunView.of(vault, run, InstantSource.system())),
            rows,
            damaged);
      }
    }
    rows.sort(Comparator.comparing(BackupRow::started));
    return new Listed<>(rows, damaged);
  }

  private static void add(
      String key, Supplier<Optional<BackupRow>> row, List<BackupRow> rows, List<Damaged> damaged) {
    try {
      row.get().ifPresent(rows::add);
    } catch (VaultException.Corrupt e) {
      damaged.add(new Damaged(key, String.valueOf(e.getMessage())));
    }
  }

  /// The header of the backup of this name or run id; nothing of what the backup holds is read.
  ///
  /// @throws EngineException when there is none, or several clusters have one
  public CommitHeader header(String nameOrRun) {
    Optional<CommitHeader> made = byRun(nameOrRun);
    if (made.isPresent()) {
      return made.get();
    }
    Listed<CommitHeader> found = vault.findCommits(nameOrRun);
    return one(nameOrRun, found.whole())
        .orElseThrow(() -> missing(nameOrRun, found.damaged().size()));
  }

  /// Opens the backup of this name or run id.
  ///
  /// @throws EngineException when there is none, or several clusters have one
  public StoredBackup open(String nameOrRun) {
    return open(header(nameOrRun));
  }

  /// The backup of this name or run id.
  ///
  /// @throws EngineException when several clusters have one
  public Optional<StoredBackup> findAny(String nameOrRun) {
    return byRun(nameOrRun)
        .or(() -> one(nameOrRun, vault.findCommits(nameOrRun).whole()))
        .map(this::open);
  }

  /// Whether there is a backup of this name or run id.
  public boolean has(String nameOrRun) {
    return !vault.findCommits(nameOrRun).whole().isEmpty() || byRun(nameOrRun).isPresent();
  }

  private static Optional<CommitHeader> one(String name, List<CommitHeader> found) {
    if (found.size() > 1) {
      throw new EngineException(
          new Failure(
              "backup " + name,
              "Ambiguous",
              found.size() + " clusters have a backup of this name in the vault",
              "give the run id instead: " + String.join(", ", runIds(found))));
    }
    return found.stream().findFirst();
  }

  /// Says that there is no backup of this name.
  public EngineException missing(String name) {
    return missing(name, vault.findCommits(name).damaged().size());
  }

  private static EngineException missing(String name, int damaged) {
    return new EngineException(
        new Failure(
            "backup " + name,
            "NotFound",
            "there is no backup of this name in the vault"
                + (damaged == 0 ? "" : ", unless it is one of the " + damaged + " damaged ones"),
            "see them with: kubectl csdr get backups"));
  }

  /// The run tells the backup's name; once it was dropped from the journal, only the backups themselves
  /// tell which run made them.
  private Optional<CommitHeader> byRun(String id) {
    if (!RunJournal.isId(id)) {
      return Optional.empty();
    }
    Optional<CommitHeader> named = run(id).flatMap(this::commitOf);
    return named.isPresent()
        ? named
        : vault.commits().stream().filter(commit -> commit.runId().equals(id)).findFirst();
  }

  private Optional<Run> run(String id) {
    try {
      return vault.findRun(id);
    } catch (VaultException.Corrupt e) {
      return Optional.empty();
    }
  }

  private Optional<CommitHeader> commitOf(Run run) {
    try {
      return vault
          .findCommit(run.clusterUid(), run.name())
          .filter(header -> header.runId().equals(run.runId()));
    } catch (VaultException.Corrupt e) {
      return Optional.empty();
    }
  }

  /// The backup that a run made, if it made one that can be read.
  public Optional<StoredBackup> madeBy(Run run) {
    if (!run.kind().equals(BACKUP)) {
      return Optional.empty();
    }
    try {
      return commitOf(run).map(this::open);
    } catch (VaultException | StoreException e) {
      return Optional.empty();
    }
  }

  /// Refuses a name that the cluster already has in this vault.
  ///
  /// @throws EngineException when it is taken
  public void refuseTaken(String name, String clusterUid) {
    if (vault.hasCommit(clusterUid, name)) {
      throw new EngineException(
          new Failure(
              "backup " + name,
              "AlreadyExists",
              "this cluster already has a backup of this name in the vault",
              "choose another --name, or remove it with: kubectl csdr delete " + name));
    }
  }

  /// The newest saved tree of every claim of the cluster, by its label ([StoredBackup#labelOf]), which makes
  /// the next save of it incremental.
  public Map<String, BlobId> newestTrees(String clusterUid) {
    Map<String, BlobId> trees = new HashMap<>();
    for (CommitHeader header : vault.commits()) {
      if (header.clusterUid().equals(clusterUid)) {
        header.roots().forEach(root -> trees.put(root.label(), root.id()));
      }
    }
    return trees;
  }

  StoredBackup open(CommitHeader header) {
    try {
      byte[] body = CommitBody.read(vault, vault.read(header.ref()).body());
      return new StoredBackup(header, ResourceJson.read(body, ApplicationBackup.class));
    } catch (IllegalArgumentException e) {
      throw new VaultException.Corrupt("the record of backup " + header.name(), e);
    }
  }

  private static BackupRow row(CommitHeader header) {
    return new BackupRow(
        header.name(),
        header.runId(),
        header.clusterUid(),
        header.namespaces(),
        header.started(),
        summary(header),
        header.ref());
  }

  /// The summary in a commit's header.
  ///
  /// @throws VaultException.Corrupt when it is none
  static BackupSummary summary(CommitHeader header) {
    try {
      return ResourceJson.read(header.header(), BackupSummary.class);
    } catch (IllegalArgumentException e) {
      throw new VaultException.Corrupt("the summary of backup " + header.name(), e);
    }
  }

  /// A run without a backup, unless it ended in the ordinary way and its backup was deleted since.
  private static Optional<BackupRow> unfinished(RunView view) {
    if (view.phase().done()) {
      return Optional.empty();
    }
    Run run = view.run();
    BackupSummary summary = new BackupSummary(view.phase().toString(), null, 0, 0, 0, 0, 0, null);
    return Optional.of(
        new BackupRow(
            run.name(), run.runId(), run.clusterUid(), List.of(), run.started(), summary, null));
  }

  private static List<String> runIds(List<CommitHeader> headers) {
    return headers.stream().map(CommitHeader::runId).toList();
  }
}
