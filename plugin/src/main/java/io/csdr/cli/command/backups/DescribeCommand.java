package io.csdr.cli.command.backups;

import io.csdr.cli.command.BackupFinder;
import io.csdr.cli.command.BackupFinder.Found;
import io.csdr.cli.command.Shell;
import io.csdr.cli.command.TypedNames;
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
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `describe`.
@Command(
    name = "describe",
    header = "Show everything that is known of backups, restores and migrations",
    customSynopsis = "BACKUP...",
    footer = {
      "  # What a backup has, and what it could not save",
      "  kubectl csdr describe shop-20261121-041500",
      "",
      "  # With the verdict on every kind, object and volume",
      "  kubectl csdr describe shop-20261121-041500 --details",
      "",
      "  # All that a restore could not bring back",
      "  kubectl csdr describe shop-20261121-041500-20261122-080000",
      "",
      "  # All backups of a vault",
      "  kubectl csdr get backups --vault nightly -o name | xargs kubectl csdr describe --vault nightly"
    })
public final class DescribeCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "BACKUP",
      description = "Names or run ids of backups, restores or migrations.")
  private List<String> words = List.of();

  @Option(names = "--details", description = "Print the whole coverage, one JSON object per line.")
  private boolean details;

  @Mixin private VaultFlags vaults = new VaultFlags();

  private final Shell shell;

  public DescribeCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    boolean first = true;
    for (String name : TypedNames.of(words)) {
      try (Found found = new BackupFinder(shell, vaults).find(name)) {
        if (!first) {
          shell.terminal().out().println();
        }
        first = false;
        describe(found.vault().vault(), found.name());
      }
    }
    return ExitCode.DONE.number();
  }

  private void describe(Vault vault, String name) throws IOException {
    Facts facts = new Facts(shell.terminal().out());
    Optional<StoredBackup> backup = new Catalog(vault).findAny(name);
    if (backup.isPresent()) {
      new BackupDescription(facts, backup.get().resource()).print();
      if (details) {
        coverage(vault, backup.get());
      }
    } else {
      RunView run = newestRun(vault, name).orElseThrow(() -> new Catalog(vault).missing(name));
      new RunDescription(facts, vault, run).print();
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
      try (OutputStream out = shell.terminal().stored()) {
        tree.copyTo(part.path(), out);
      }
    }
  }
}
