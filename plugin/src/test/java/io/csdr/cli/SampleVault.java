package io.csdr.cli;

import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.term.Terminal;
import io.csdr.cli.term.Ttys;
import io.csdr.cli.vault.OpenVault;
import io.csdr.cli.vault.Vaults;
import io.csdr.engine.catalog.BackupSummary;
import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.catalog.StoredBackup;
import io.csdr.engine.flow.RestoreFlow;
import io.csdr.engine.journal.RunJournal;
import io.csdr.engine.journal.RunReport;
import io.csdr.model.Failure;
import io.csdr.model.Phase;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.model.api.ApplicationRestore;
import io.csdr.model.api.Metadata;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.Vault;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.codec.Level;
import io.csdr.vault.commit.Body;
import io.csdr.vault.commit.CommitDraft;
import io.csdr.vault.commit.Root;
import io.csdr.vault.tree.TreeBuilder;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Backups in the vaults of a [HomeFolder]: one ConfigMap and one volume `shop/data` with two files.
public record SampleVault(HomeFolder user, String name) {
  /// The coverage of every backup; who wrote it wants to order a terminal about.
  public static final String COVERAGE =
      "{\"object\":\"configmaps shop/\u001b[31mwéb\"}\n{\"object\":\"last\"}";

  private static final Instant STARTED = Instant.parse("2026-11-21T04:15:00.123456789Z");

  /// A new vault of the user's.
  public static SampleVault create(HomeFolder user, String name) {
    if (user.run("vault", "create", name).exit() != 0) {
      throw new IllegalStateException("no vault " + name);
    }
    return new SampleVault(user, name);
  }

  /// Makes a backup; one that is not whole misses a volume.
  public void backup(String backup, boolean whole) {
    try (OpenVault open = open();
        RunJournal journal =
            RunJournal.start(open.vault(), Catalog.BACKUP, backup, "uid", Map.of())) {
      Phase phase = whole ? Phase.COMPLETED : Phase.PARTIALLY_FAILED;
      List<Root> roots = roots(open.vault());
      BackupSummary summary =
          new BackupSummary(phase.toString(), "crash", 1, whole ? 0 : 1, 1, 84410368, 5, null);
      open.vault()
          .commit(
              journal.run(),
              new CommitDraft(
                  backup,
                  "uid",
                  List.of("shop"),
                  STARTED,
                  STARTED,
                  roots,
                  ResourceJson.write(summary),
                  new Body.Inline(ResourceJson.write(resource(backup, journal.id(), phase)))));
      journal.end(phase, "");
    }
  }

  /// A restore that ended with so many failures.
  public void restored(String restore, int failures) {
    try (OpenVault open = open();
        RunJournal journal =
            RunJournal.start(open.vault(), RestoreFlow.RESTORE, restore, "uid", Map.of())) {
      RunReport.write(
          open.vault(), journal.run(), ResourceJson.write(restore(restore, failures, 0)));
      journal.end(Phase.PARTIALLY_FAILED, "");
    }
  }

  /// The record of a restore; of the failures so many are workloads that were late.
  public static ApplicationRestore restore(String restore, int failures, int late) {
    return new ApplicationRestore(
        new Metadata(restore, "csdr", Map.of(), Map.of(), STARTED),
        new ApplicationRestore.Spec(
            "one",
            List.of(),
            Map.of("shop", "copy"),
            "none",
            false,
            false,
            Map.of(),
            new ApplicationRestore.Extra(Map.of(), Map.of(), false, null, List.of(), List.of())),
        new ApplicationRestore.Status(
            (failures == 0 ? Phase.COMPLETED : Phase.PARTIALLY_FAILED).toString(),
            "0123456789abcdef",
            new ApplicationRestore.ObjectCounts(3, 0, 1, 0, failures),
            List.of(),
            IntStream.range(0, failures)
                .mapToObj(n -> new Failure("configmaps shop/c" + n, "Invalid", "no", "do"))
                .toList(),
            failures,
            late,
            List.of("look out"),
            STARTED,
            STARTED.plusSeconds(5)));
  }

  /// Begins a backup that ends without one.
  public void failed(String backup, String message) {
    try (OpenVault open = open();
        RunJournal journal =
            RunJournal.start(open.vault(), Catalog.BACKUP, backup, "uid", Map.of())) {
      journal.end(Phase.FAILED, message);
    }
  }

  private OpenVault open() {
    Terminal silent =
        new Terminal(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Ttys.NONE);
    return new Vaults(user.environment(), VaultFlags.of(name), silent).open();
  }

  private static List<Root> roots(Vault vault) {
    BlobWriter writer = vault.writer(Level.FAST);
    TreeBuilder objects = new TreeBuilder(writer);
    objects.add(
        "shop/objects/configmaps/web.json",
        "{\"kind\":\"ConfigMap\",\"data\":{\"a\":\"1\"}}".getBytes(StandardCharsets.UTF_8));
    TreeBuilder volume = new TreeBuilder(writer);
    volume.add("etc/hosts", "127.0.0.1\n".getBytes(StandardCharsets.UTF_8));
    volume.add("readme", "read me\n".getBytes(StandardCharsets.UTF_8));
    TreeBuilder coverage = new TreeBuilder(writer);
    coverage.add("objects", COVERAGE.getBytes(StandardCharsets.UTF_8));
    List<Root> roots =
        List.of(
            new Root(StoredBackup.COVERAGE, coverage.finish().id()),
            new Root(StoredBackup.OBJECTS, objects.finish().id()),
            new Root("volume/shop/data", volume.finish().id()));
    writer.flush();
    return roots;
  }

  private static ApplicationBackup resource(String backup, String run, Phase phase) {
    List<Failure> failures =
        phase == Phase.COMPLETED
            ? List.of()
            : List.of(new Failure("persistentvolumeclaims shop/x", "ClaimPending", "no", "do"));
    return new ApplicationBackup(
        new Metadata(backup, "csdr", Map.of(), Map.of(), STARTED),
        new ApplicationBackup.Spec(
            List.of("shop"),
            List.of(),
            List.of(),
            null,
            new ApplicationBackup.PvBackup(true),
            "default",
            "1h0m0s",
            new ApplicationBackup.Extra("auto", "balanced", null, List.of(), List.of())),
        new ApplicationBackup.Status(
            phase.toString(),
            run,
            "crash",
            new ApplicationBackup.ObjectCounts(1, 2, 0),
            List.of(
                new ApplicationBackup.VolumeStatus(
                    "shop", "data", "snapshot", "crash", "saved", null, 84410368, 5, null)),
            failures,
            failures.size(),
            null,
            "uid",
            "v1.35.0",
            STARTED,
            STARTED.plusSeconds(65),
            STARTED.plusSeconds(3600)));
  }
}
