package io.csdr.cli.command.browse;

import io.csdr.cli.command.BackupFinder;
import io.csdr.cli.command.BackupFinder.Found;
import io.csdr.cli.command.Shell;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.print.Column;
import io.csdr.cli.print.OutputFormat;
import io.csdr.cli.print.Printer;
import io.csdr.cli.print.View;
import io.csdr.engine.browse.BrowseEntry;
import io.csdr.engine.browse.Browser;
import io.csdr.engine.catalog.Catalog;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.Vault;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ls`.
@Command(
    name = "ls",
    header = "List what is in a backup",
    customSynopsis = "BACKUP:/PATH",
    description = {
      "List what is in a backup, without restoring it.",
      "",
      "Paths: /NAMESPACE/objects/RESOURCE.GROUP/NAME.yaml, /cluster/objects/..., /NAMESPACE/volumes/PVC/PATH."
    },
    footer = {
      "  # The namespaces of a backup",
      "  kubectl csdr ls shop-20261121-041500:/",
      "",
      "  # Files of a volume",
      "  kubectl csdr ls -l shop-20261121-041500:/shop/volumes/data/etc"
    })
public final class LsCommand implements Callable<Integer> {
  private static final View<BrowseEntry> LONG =
      new View<>(
          List.of(
              Column.of("MODE", LsCommand::mode),
              Column.of("SIZE", entry -> Long.toString(entry.size())),
              Column.of("MODIFIED", LsCommand::modified),
              Column.of("NAME", BrowseEntry::name)),
          ResourceJson::tree,
          BrowseEntry::name);

  @Parameters(index = "0", paramLabel = "BACKUP:/PATH")
  private String address = "";

  @Option(
      names = {"-l", "--long"},
      description = "Show mode, size and time.")
  private boolean details;

  @Mixin private VaultFlags vaults = new VaultFlags();

  private final Shell shell;

  public LsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    BackupAddress place = BackupAddress.parse(address);
    try (Found found = new BackupFinder(shell, vaults).find(place.backup())) {
      Vault vault = found.vault().vault();
      Browser browser = new Browser(new Catalog(vault).open(found.name()), vault.reader());
      List<BrowseEntry> entries = browser.list(place.path());
      if (details) {
        new Printer(shell.terminal().out(), new OutputFormat.Table(false), true)
            .list(entries, LONG);
      } else {
        entries.forEach(entry -> shell.terminal().tell(name(entry)));
      }
      return ExitCode.DONE.number();
    }
  }

  private static String name(BrowseEntry entry) {
    String slash = entry.kind() == BrowseEntry.Kind.FOLDER ? "/" : "";
    return entry.name() + slash;
  }

  private static String mode(BrowseEntry entry) {
    Integer mode = entry.mode();
    return mode == null ? "-" : entry.kind().letter() + rights(mode);
  }

  /// As `ls` writes them: `rwxr-xr-x`, with `s` and `t` where more than x is meant.
  private static String rights(int mode) {
    StringBuilder text = new StringBuilder();
    for (int who = 2; who >= 0; who--) {
      int bits = mode >> (3 * who);
      boolean special = ((mode >> (9 + who)) & 1) != 0;
      char run = who == 0 ? 't' : 's';
      char none = special ? Character.toUpperCase(run) : '-';
      text.append((bits & 4) != 0 ? 'r' : '-').append((bits & 2) != 0 ? 'w' : '-');
      char x = special ? run : 'x';
      text.append((bits & 1) == 0 ? none : x);
    }
    return text.toString();
  }

  private static String modified(BrowseEntry entry) {
    return entry.modified() == null
        ? "-"
        : Instant.ofEpochSecond(entry.modified().seconds()).toString();
  }
}
