package io.csdr.cli.command.run;

import io.csdr.cli.command.BackupFinder;
import io.csdr.cli.command.BackupFinder.Found;
import io.csdr.cli.command.Shell;
import io.csdr.cli.flag.AttachedValue;
import io.csdr.cli.flag.FormatFlag;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.CliException;
import io.csdr.cli.print.OutputFormat;
import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.flow.RestoreFlow;
import io.csdr.engine.flow.Site;
import io.csdr.model.request.RestoreRequest;
import io.csdr.model.request.RestoreScope;
import io.csdr.vault.commit.CommitHeader;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `restore`.
@Command(
    name = "restore",
    header = "Restore a backup, or a part of it",
    description = {
      "Bring objects back in the order in which they need each other, and volumes with their data. No pod",
      "starts on a volume before it is filled."
    },
    customSynopsis = "BACKUP [ns NAME... | pvc NAME... | TYPE/NAME...]",
    footer = {
      "  # Restore everything",
      "  kubectl csdr restore shop-20261121-041500",
      "",
      "  # Restore beside the original",
      "  kubectl csdr restore shop-20261121-041500 --namespace-map shop:shop-copy",
      "",
      "  # Restore one ConfigMap as it was",
      "  kubectl csdr restore shop-20261121-041500 configmap/settings -n shop --existing replace",
      "",
      "  # See what would be done",
      "  kubectl csdr restore shop-20261121-041500 --dry-run=client"
    })
public final class RestoreCommand implements Callable<Integer> {
  private static final Set<String> DRY_RUNS = Set.of("none", "client", "server");

  @Parameters(index = "0", paramLabel = "BACKUP")
  private String backup = "";

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "WHAT")
  private List<String> words = List.of();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the restore. Defaults to that of the backup and the time.")
  private @Nullable String name;

  @Option(
      names = "--only",
      paramLabel = "objects|volumes",
      description = "Only a part. One of: objects, volumes.")
  private @Nullable String only;

  @Option(
      names = "--dry-run",
      arity = "0..1",
      fallbackValue = "client",
      preprocessor = AttachedValue.class,
      paramLabel = "none|client|server",
      description =
          "Change nothing. One of: none, client (print the plan), server (have the API server check it).")
  private String dryRun = "none";

  @Mixin private RestoreFlags flags = new RestoreFlags();
  @Mixin private VaultFlags vaults = new VaultFlags();
  @Mixin private FormatFlag output = new FormatFlag();

  private final Shell shell;

  public RestoreCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    OutputFormat format = output.format();
    if (!DRY_RUNS.contains(dryRun)) {
      throw CliException.usage("--dry-run " + dryRun + " is unknown", "use none, client or server");
    }
    if (!dryRun.equals("none") && !format.equals(new OutputFormat.Table(false))) {
      throw CliException.usage(
          "--dry-run " + dryRun + " prints lines and has no other output format", "leave out -o");
    }
    try (Found found = new BackupFinder(shell, vaults).find(backup);
        Workplace work = new Workplace(shell, found.vault());
        Interruption _ = Interruption.guard(shell.terminal())) {
      Site site = work.site();
      RestoreRequest request = request(site, found.name());
      RestoreFlow flow = new RestoreFlow(site);
      return switch (dryRun) {
        case "client" -> new DryRunReport(shell.terminal()).planned(flow.plan(request)).number();
        case "server" ->
            new DryRunReport(shell.terminal()).pretended(flow.pretend(request)).number();
        default -> new Reports(shell.terminal()).restore(flow.run(request), format).number();
      };
    }
  }

  private RestoreRequest request(Site site, String backupName) {
    CommitHeader stored = new Catalog(site.vault()).header(backupName);
    String chosen = name == null ? BackupNames.stamped(stored.name()) : BackupNames.checked(name);
    return flags.request(chosen, stored.runId(), scope(site), shell.environment());
  }

  private RestoreScope scope(Site site) {
    RestoreScope.Parts parts =
        switch (only) {
          case null -> RestoreScope.Parts.BOTH;
          case "objects" -> RestoreScope.Parts.OBJECTS;
          case "volumes" -> RestoreScope.Parts.VOLUMES;
          default ->
              throw CliException.usage("--only " + only + " is unknown", "use objects or volumes");
        };
    return new Targets(words, Workplace.namespace(shell), null)
        .scope(() -> site.cluster().discover(), parts);
  }
}
