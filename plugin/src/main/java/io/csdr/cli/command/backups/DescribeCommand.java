package io.csdr.cli.command.backups;

import io.csdr.cli.command.BackupFinder;
import io.csdr.cli.command.BackupFinder.Found;
import io.csdr.cli.command.Shell;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.catalog.StoredBackup;
import io.csdr.engine.journal.RunView;
import io.csdr.vault.Vault;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.commit.Run;
import io.csdr.vault.tree.TreeEntry;
import io.csdr.vault.tree.TreePath;
import io.csdr.vault.tree.TreeReader;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `describe`.
@Command(
    name = "describe",
    header = "Show everything that is known of a backup, a restore or a migration",
    customSynopsis = "BACKUP",
    footer = {
      "  # What a backup has, and what it could not save",
      "  kubectl csdr describe shop-20261121-041500",
      "",
      "  # With the verdict on every kind, object and volume",
      "  kubectl csdr describe shop-20261121-041500 --details",
      "",
      "  # All that a restore could not bring back",
      "  kubectl csdr describe shop-20261121-041500-20261122-080000"
    })
public final class DescribeCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "BACKUP",
      description = "Name or run id of a backup, restore or migration.")
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
    Facts facts = new Facts(shell.terminal().out());
    try (Found found = new BackupFinder(shell, vaults).find(name)) {
      Vault vault = found.vault().vault();
      Optional<StoredBackup> backup = new Catalog(vault).findAny(found.name());
      if (backup.isPresent()) {
        new BackupDescription(facts, backup.get().resource()).print();
        if (details) {
          coverage(vault, backup.get());
        }
      } else {
        RunView run =
            newestRun(vault, found.name())
                .orElseThrow(() -> new Catalog(vault).missing(found.name()));
        new RunDescription(facts, vault, run).print();
      }
      return ExitCode.DONE.number();
    }
  }

  /// The newest run of this name or id, but for one whose backup was deleted.
  private static Optional<RunView> newestRun(Vault vault, String name) {
    return vault.runs().stream()
        .filter(run -> run.name().equals(name) || run.runId().equals(name))
        .sorted(Comparator.comparing(Run::started).reversed())
        .map(run -> RunView.of(vault, run, InstantSource.system()))
        .filter(view -> !view.run().kind().equals(Catalog.BACKUP) || !view.phase().done())
        .findFirst();
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
}
