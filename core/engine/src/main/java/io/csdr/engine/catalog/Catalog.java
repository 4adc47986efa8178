package io.csdr.engine.catalog;

import io.csdr.engine.EngineException;
import io.csdr.engine.journal.RunView;
import io.csdr.model.Failure;
import io.csdr.model.Phase;
import io.csdr.model.PvcRef;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.commit.Body;
import io.csdr.vault.commit.CommitHeader;
import io.csdr.vault.commit.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The backups of one vault.
public final class Catalog {
  /// The kind of runs that make backups.
  public static final String BACKUP = "backup";

  private final Vault vault;

  public Catalog(Vault vault) {
    this.vault = vault;
  }

  /// All backups and the backup runs that have none, the oldest first.
  public List<BackupRow> list() {
    List<BackupRow> rows = new ArrayList<>();
    Set<String> committed = new HashSet<>();
    for (CommitHeader header : vault.commits()) {
      committed.add(header.runId());
      rows.add(row(header));
    }
    Instant now = Instant.now();
    for (Run run : vault.runs()) {
      if (run.kind().equals(BACKUP) && !committed.contains(run.runId())) {
        unfinished(RunView.of(vault, run, now)).ifPresent(rows::add);
      }
    }
    rows.sort(Comparator.comparing(BackupRow::started));
    return rows;
  }

  /// Opens the backup of this name.
  ///
  /// @throws EngineException when there is none, or several clusters have one
  public StoredBackup open(String name) {
    List<CommitHeader> found = vault.findCommits(name);
    if (found.isEmpty()) {
      throw new EngineException(
          new Failure(
              "backup " + name,
              "NotFound",
              "there is no backup of this name in the vault",
              "see them with: kubectl csdr get backups"));
    }
    if (found.size() > 1) {
      throw new EngineException(
          new Failure(
              "backup " + name,
              "Ambiguous",
              found.size() + " clusters have a backup of this name in the vault",
              "give the run id instead: " + String.join(", ", runIds(found))));
    }
    return open(found.getFirst());
  }

  /// Opens the backup of this name or run id.
  public StoredBackup openAny(String nameOrRun) {
    Optional<CommitHeader> byRun =
        vault.commits().stream().filter(c -> c.runId().equals(nameOrRun)).findFirst();
    return byRun.map(this::open).orElseGet(() -> open(nameOrRun));
  }

  /// The backup that one of these runs made.
  public Optional<StoredBackup> madeBy(Set<String> runs) {
    return runs.isEmpty()
        ? Optional.empty()
        : vault.commits().stream()
            .filter(commit -> runs.contains(commit.runId()))
            .findFirst()
            .map(this::open);
  }

  /// Refuses a name that the cluster already has in this vault.
  ///
  /// @throws EngineException when it is taken
  public void refuseTaken(String name, String clusterUid) {
    boolean taken =
        vault.findCommits(name).stream().anyMatch(c -> c.clusterUid().equals(clusterUid));
    if (taken) {
      throw new EngineException(
          new Failure(
              "backup " + name,
              "AlreadyExists",
              "this cluster already has a backup of this name in the vault",
              "choose another --name, or remove it with: kubectl csdr delete " + name));
    }
  }

  /// The newest saved tree of a claim, which makes the next save of it incremental.
  public Optional<BlobId> newestTree(String clusterUid, PvcRef claim) {
    String label = StoredBackup.labelOf(claim);
    return vault.commits().reversed().stream()
        .filter(header -> header.clusterUid().equals(clusterUid))
        .flatMap(header -> header.roots().stream())
        .filter(root -> root.label().equals(label))
        .map(root -> root.id())
        .findFirst();
  }

  StoredBackup open(CommitHeader header) {
    byte[] body =
        switch (vault.read(header.ref()).body()) {
          case Body.Inline inline -> inline.bytes();
          case Body.Stored stored -> vault.reader().get(stored.id());
        };
    try {
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

  static BackupSummary summary(CommitHeader header) {
    return ResourceJson.read(header.header(), BackupSummary.class);
  }

  /// A run without a backup, unless it ended in the ordinary way and its backup was deleted since.
  private static Optional<BackupRow> unfinished(RunView view) {
    if (view.phase() == Phase.COMPLETED || view.phase() == Phase.PARTIALLY_FAILED) {
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
