package io.csdr.engine.catalog;

import io.csdr.engine.journal.RunJournal;
import io.csdr.model.Phase;
import io.csdr.model.PvcRef;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.model.api.Metadata;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.CreateOptions;
import io.csdr.vault.Vault;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.codec.Level;
import io.csdr.vault.commit.Body;
import io.csdr.vault.commit.CommitDraft;
import io.csdr.vault.commit.Root;
import io.csdr.vault.commit.Run;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.store.MemoryStore;
import io.csdr.vault.store.Store;
import io.csdr.vault.tree.TreeBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Vaults in memory and backups in them, for tests of what reads backups.
public final class SampleBackups {
  /// The one claim of every sample.
  public static final PvcRef DATA = new PvcRef("shop", "data");

  /// When the first sample began.
  public static final Instant START = Instant.parse("2026-11-21T04:00:00Z");

  private SampleBackups() {}

  /// An empty vault.
  public static Vault vault() {
    return vault(new MemoryStore());
  }

  /// An empty vault in this store.
  public static Vault vault(Store store) {
    CreateOptions options = CreateOptions.standard();
    return Vault.create(store, options, KeyFile.random(options.id()), "test");
  }

  /// Commits a completed backup and returns its run's id.
  public static String commit(
      Vault vault, String name, String clusterUid, Instant started, List<Root> roots) {
    return commit(
        vault,
        name,
        clusterUid,
        started,
        new Kept(Phase.COMPLETED, List.of(DATA.namespace()), null),
        roots);
  }

  /// How a backup ended, what it is of and until when it is kept (null: for ever).
  /// Without `objects` it saved no volume either.
  public record Kept(Phase phase, List<String> namespaces, @Nullable Instant until, long objects) {
    public Kept(Phase phase, List<String> namespaces, @Nullable Instant until) {
      this(phase, namespaces, until, 1);
    }
  }

  /// Commits a backup without content and returns its run's id.
  public static String commit(
      Vault vault, String name, String clusterUid, Instant started, Kept kept) {
    return commit(vault, name, clusterUid, started, kept, List.of());
  }

  private static String commit(
      Vault vault, String name, String clusterUid, Instant started, Kept kept, List<Root> roots) {
    try (RunJournal journal = RunJournal.start(vault, Catalog.BACKUP, name, clusterUid, Map.of())) {
      commit(vault, journal.run(), started, kept, roots);
      journal.end(kept.phase(), "");
      return journal.id();
    }
  }

  /// Commits a backup without content as `run` does before it ends.
  public static void commit(Vault vault, Run run, Phase phase) {
    commit(vault, run, START, new Kept(phase, List.of(DATA.namespace()), null), List.of());
  }

  private static void commit(Vault vault, Run run, Instant started, Kept kept, List<Root> roots) {
    BackupSummary summary =
        new BackupSummary(
            kept.phase().toString(), "crash", kept.objects(), 0, 1, 10, 5, kept.until());
    vault.commit(
        run,
        new CommitDraft(
            run.name(),
            run.clusterUid(),
            kept.namespaces(),
            started,
            started,
            roots,
            ResourceJson.write(summary),
            new Body.Inline(ResourceJson.write(resource(run.name(), run.runId(), started, kept)))));
  }

  /// The record of a completed backup with these volumes.
  public static ApplicationBackup resource(
      String name, List<ApplicationBackup.VolumeStatus> volumes) {
    return resource(name, "r1", START, new Kept(Phase.COMPLETED, List.of("shop"), null), volumes);
  }

  private static ApplicationBackup resource(String name, String run, Instant started, Kept kept) {
    ApplicationBackup.VolumeStatus volume =
        new ApplicationBackup.VolumeStatus(
            DATA.namespace(), DATA.name(), "snapshot", "crash", "saved", null, 10, 5, null);
    return resource(name, run, started, kept, kept.objects() == 0 ? List.of() : List.of(volume));
  }

  private static ApplicationBackup resource(
      String name,
      String run,
      Instant started,
      Kept kept,
      List<ApplicationBackup.VolumeStatus> volumes) {
    return new ApplicationBackup(
        new Metadata(name, "csdr", Map.of(), Map.of(), started),
        new ApplicationBackup.Spec(
            kept.namespaces(),
            List.of(),
            List.of(),
            null,
            new ApplicationBackup.PvBackup(true),
            "default",
            "1h0m0s",
            new ApplicationBackup.Extra("auto", "balanced", null, List.of(), List.of())),
        new ApplicationBackup.Status(
            kept.phase().toString(),
            run,
            "crash",
            new ApplicationBackup.ObjectCounts(kept.objects(), 0, 0),
            volumes,
            List.of(),
            0,
            null,
            null,
            null,
            started,
            null,
            kept.until()));
  }

  /// A backup `sample` of these objects, whose content is their last letter, and of a volume with two files.
  public static StoredBackup browsable(Vault vault, String... objectPaths) {
    BlobWriter writer = vault.writer(Level.FAST);
    TreeBuilder objects = new TreeBuilder(writer);
    for (String path : objectPaths) {
      objects.add(
          path,
          "{\"%s\":1}".formatted(path.charAt(path.length() - 6)).getBytes(StandardCharsets.UTF_8));
    }
    TreeBuilder volume = new TreeBuilder(writer);
    volume.add("etc/hosts", "127.0.0.1".getBytes(StandardCharsets.UTF_8));
    volume.add("readme", "read me".getBytes(StandardCharsets.UTF_8));
    List<Root> roots =
        List.of(
            new Root(StoredBackup.OBJECTS, objects.finish().id()),
            new Root(StoredBackup.labelOf(DATA), volume.finish().id()));
    writer.flush();
    commit(vault, "sample", "uid", START, roots);
    return new Catalog(vault).open("sample");
  }
}
