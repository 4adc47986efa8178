package io.csdr.cli.command.backups;

import io.csdr.cli.command.BackupFinder;
import io.csdr.cli.command.BackupFinder.Found;
import io.csdr.cli.command.Shell;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.text.SafeText;
import io.csdr.engine.catalog.BackupRow;
import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.catalog.StoredBackup;
import io.csdr.engine.journal.RunView;
import io.csdr.model.ByteSize;
import io.csdr.model.Failure;
import io.csdr.model.Phase;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.vault.Vault;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.tree.TreeEntry;
import io.csdr.vault.tree.TreePath;
import io.csdr.vault.tree.TreeReader;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `describe`.
@Command(
    name = "describe",
    header = "Show everything that is known of a backup",
    customSynopsis = "BACKUP",
    footer = {
      "  # What a backup has, and what it could not save",
      "  kubectl csdr describe shop-20261121-041500",
      "",
      "  # With the verdict on every kind, object and volume",
      "  kubectl csdr describe shop-20261121-041500 --details"
    })
public final class DescribeCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "BACKUP", description = "Name or run id.")
  private String name = "";

  @Option(names = "--details", description = "Print the whole coverage, one JSON object per line.")
  private boolean details;

  @Mixin private VaultFlags vaults = new VaultFlags();

  private final Shell shell;

  public DescribeCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    try (Found found = new BackupFinder(shell, vaults).find(name)) {
      Vault vault = found.vault().vault();
      Optional<BackupRow> unfinished = unfinished(vault, found.name());
      if (unfinished.isPresent()) {
        describe(vault, unfinished.get());
        return ExitCode.DONE.number();
      }
      StoredBackup backup = new Catalog(vault).openAny(found.name());
      describe(backup.resource());
      if (details) {
        coverage(vault, backup);
      }
      return ExitCode.DONE.number();
    }
  }

  /// The newest run of this name or id, if no backup came of it.
  private static Optional<BackupRow> unfinished(Vault vault, String typed) {
    List<BackupRow> rows =
        new Catalog(vault)
            .list().stream()
                .filter(row -> row.name().equals(typed) || row.runId().equals(typed))
                .toList();
    return rows.stream().anyMatch(row -> row.ref() != null)
        ? Optional.empty()
        : rows.stream().reduce((older, newer) -> newer);
  }

  private void describe(Vault vault, BackupRow row) {
    line("Name", row.name());
    line("Phase", row.summary().phase());
    line("Run", row.runId());
    line("Started", time(row.started()));
    vault
        .findRun(row.runId())
        .map(run -> RunView.of(vault, run, Instant.now()))
        .ifPresent(view -> {
          if (!view.message().isEmpty()) {
            line("Message", view.message());
          }
          if (view.phase() == Phase.INTERRUPTED) {
            line("Next", "kubectl csdr resume " + row.name() + " goes on");
            line("", "kubectl csdr cancel " + row.name() + " gives up and cleans the cluster");
          }
        });
  }

  private void describe(ApplicationBackup backup) {
    ApplicationBackup.Status status = backup.status();
    line("Name", backup.metadata().name());
    line("Phase", status.phase());
    line("Run", status.run());
    line("Namespaces", String.join(", ", backup.spec().includedNamespaces()));
    line("Cluster", status.clusterUid() + " (" + status.clusterVersion() + ")");
    line("Started", time(status.startTimestamp()));
    line("Completed", time(status.completionTimestamp()));
    line("Expires", time(status.expiration()));
    line("Consistency", status.consistency() == null ? "<no volumes>" : status.consistency());
    ApplicationBackup.ObjectCounts counts = status.objects();
    line(
        "Objects",
        counts.saved()
            + " saved, "
            + counts.excluded()
            + " excluded by rules, "
            + counts.failed()
            + " failed");
    line("Coverage", status.coverageDigest() == null ? "<none>" : status.coverageDigest());
    volumes(status.volumes());
    failures(status);
  }

  private void volumes(List<ApplicationBackup.VolumeStatus> volumes) {
    PrintStream out = shell.terminal().out();
    out.println(volumes.isEmpty() ? "Volumes:      <none>" : "Volumes:");
    for (ApplicationBackup.VolumeStatus volume : volumes) {
      StringBuilder text = new StringBuilder("  ");
      text.append(volume.namespace()).append('/').append(volume.pvc());
      text.append(": ").append(volume.verdict());
      if (volume.consistency() != null) {
        text.append(", ").append(volume.method()).append(", ").append(volume.consistency());
      }
      if (volume.bytes() > 0) {
        text.append(", ").append(ByteSize.of(volume.bytes()));
        text.append(" (").append(ByteSize.of(volume.newBytes())).append(" new)");
      }
      if (volume.reason() != null) {
        text.append(" — ").append(volume.reason());
      }
      out.println(SafeText.of(text.toString()));
    }
  }

  private void failures(ApplicationBackup.Status status) {
    if (status.failureCount() == 0) {
      return;
    }
    PrintStream out = shell.terminal().out();
    out.println("Failures:");
    for (Failure failure : status.failures()) {
      out.println(SafeText.of("  " + failure.line()));
    }
    if (status.failureCount() > status.failures().size()) {
      out.println(
          "  … and "
              + (status.failureCount() - status.failures().size())
              + " more: kubectl csdr describe "
              + name
              + " --details");
    }
  }

  private void coverage(Vault vault, StoredBackup backup) throws IOException {
    BlobId root = backup.coverage().orElse(null);
    if (root == null) {
      return;
    }
    TreeReader tree = new TreeReader(vault.reader(), root);
    for (TreeEntry part : tree.list(TreePath.ROOT).toList()) {
      tree.copyTo(part.path(), shell.terminal().out());
    }
  }

  private static String time(@Nullable Instant time) {
    return time == null ? "<none>" : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void line(String title, String value) {
    shell
        .terminal()
        .out()
        .println(SafeText.of(String.format("%-13s %s", title.isEmpty() ? "" : title + ":", value)));
  }
}
