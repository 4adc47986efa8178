package io.csdr.cli;

import io.csdr.cli.env.Environment;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.term.Terminal;
import io.csdr.cli.vault.OpenVault;
import io.csdr.cli.vault.Vaults;
import io.csdr.engine.catalog.BackupSummary;
import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.catalog.StoredBackup;
import io.csdr.engine.journal.RunJournal;
import io.csdr.model.Phase;
import io.csdr.model.PvcRef;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.model.api.Metadata;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.Vault;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.codec.Level;
import io.csdr.vault.commit.Body;
import io.csdr.vault.commit.CommitDraft;
import io.csdr.vault.commit.Root;
import io.csdr.vault.tree.TreeBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Puts a backup of one ConfigMap and one file into a vault, so that the rehearsal of commands that look
/// at backups has something to look at.
final class RehearsalVault {
  private static final String NAMESPACE = "stage";
  private static final String CLUSTER = "00000000-0000-0000-0000-000000000000";

  private RehearsalVault() {}

  static void backup(Environment environment, Terminal terminal, String vault, String name) {
    try (OpenVault open = new Vaults(environment, VaultFlags.of(vault), terminal).open();
        RunJournal journal =
            RunJournal.start(open.vault(), Catalog.BACKUP, name, CLUSTER, Map.of())) {
      Instant now = Instant.now();
      ApplicationBackup backup = resource(name, journal.id(), now);
      BackupSummary summary =
          new BackupSummary(backup.status().phase(), "crash", 1, 0, 1, 1, 1, now.plusSeconds(60));
      open.vault()
          .commit(
              journal.run(),
              new CommitDraft(
                  name,
                  CLUSTER,
                  List.of(NAMESPACE),
                  now,
                  now,
                  roots(open.vault()),
                  ResourceJson.write(summary),
                  new Body.Inline(ResourceJson.write(backup))));
      journal.end(Phase.COMPLETED, "");
    }
  }

  private static List<Root> roots(Vault vault) {
    BlobWriter writer = vault.writer(Level.BALANCED);
    TreeBuilder objects = new TreeBuilder(writer);
    objects.add(
        NAMESPACE + "/objects/configmaps/props.json",
        "{\"kind\":\"ConfigMap\"}".getBytes(StandardCharsets.UTF_8));
    TreeBuilder volume = new TreeBuilder(writer);
    volume.add("props", "curtain".getBytes(StandardCharsets.UTF_8));
    List<Root> roots =
        List.of(
            new Root(StoredBackup.OBJECTS, objects.finish().id()),
            new Root(StoredBackup.labelOf(new PvcRef(NAMESPACE, "data")), volume.finish().id()));
    writer.flush();
    return roots;
  }

  private static ApplicationBackup resource(String name, String run, Instant now) {
    ApplicationBackup.VolumeStatus volume =
        new ApplicationBackup.VolumeStatus(
            NAMESPACE, "data", "snapshot", "crash", "saved", null, 1, 1, null);
    return new ApplicationBackup(
        new Metadata(name, "csdr", Map.of(), Map.of(), now),
        new ApplicationBackup.Spec(
            List.of(NAMESPACE),
            List.of(),
            List.of(),
            null,
            new ApplicationBackup.PvBackup(true),
            "rehearsal",
            "1h0m0s",
            new ApplicationBackup.Extra("auto", "balanced", null, List.of(), List.of())),
        new ApplicationBackup.Status(
            Phase.COMPLETED.toString(),
            run,
            "crash",
            new ApplicationBackup.ObjectCounts(1, 0, 0),
            List.of(volume),
            List.of(),
            0,
            null,
            CLUSTER,
            "v1",
            now,
            now,
            now.plusSeconds(60)));
  }
}
