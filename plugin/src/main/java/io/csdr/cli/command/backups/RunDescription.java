package io.csdr.cli.command.backups;

import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.journal.RunReport;
import io.csdr.engine.journal.RunView;
import io.csdr.model.ByteSize;
import io.csdr.model.Failure;
import io.csdr.model.Phase;
import io.csdr.model.api.ApplicationRestore;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.commit.Run;
import java.util.Optional;

/// A run for people: a restore, a migration, or a backup that was never made.
record RunDescription(Facts facts, Vault vault, RunView view) {

  void print() {
    Run run = view.run();
    facts.line("Name", run.name());
    if (!run.kind().equals(Catalog.BACKUP)) {
      facts.line("Kind", run.kind());
    }
    facts.line("Phase", view.phase().toString());
    facts.line("Run", run.runId());
    facts.time("Started", run.started());
    run.ended().ifPresent(ended -> facts.time("Ended", ended));
    if (!view.message().isEmpty()) {
      facts.line("Message", view.message());
    }
    if (view.phase() == Phase.INTERRUPTED && run.ended().isEmpty()) {
      facts.line("Next", "kubectl csdr resume " + run.name() + " goes on");
      facts.line("", "kubectl csdr cancel " + run.name() + " gives up and cleans the cluster");
    }
    report(run).ifPresent(this::restore);
  }

  private Optional<ApplicationRestore> report(Run run) {
    if (run.ended().isEmpty()) {
      return Optional.empty();
    }
    try {
      return RunReport.read(vault, run)
          .map(bytes -> ResourceJson.read(bytes, ApplicationRestore.class));
    } catch (IllegalArgumentException e) {
      throw new VaultException.Corrupt("the report of run " + run.runId(), e);
    }
  }

  private void restore(ApplicationRestore restore) {
    ApplicationRestore.Status status = restore.status();
    facts.line("Backup", restore.spec().backupName());
    restore.spec().namespaceMapping().forEach((from, to) -> facts.line("As", from + " -> " + to));
    ApplicationRestore.ObjectCounts counts = status.objects();
    facts.line(
        "Objects",
        counts.created()
            + " created, "
            + counts.updated()
            + " updated, "
            + counts.unchanged()
            + " unchanged, "
            + counts.skipped()
            + " skipped, "
            + counts.failed()
            + " failed");
    facts.list("Volumes", status.volumes().stream().map(RunDescription::volume).toList());
    facts.list("Failures", status.failures().stream().map(Failure::line).toList());
    facts.list("Warnings", status.warnings());
  }

  private static String volume(ApplicationRestore.VolumeStatus volume) {
    return volume.namespace()
        + "/"
        + volume.pvc()
        + ": "
        + volume.verdict()
        + (volume.bytes() == 0 ? "" : ", " + ByteSize.of(volume.bytes()))
        + (volume.reason() == null ? "" : " — " + volume.reason());
  }
}
