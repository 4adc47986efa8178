package io.csdr.cli.command.run;

import io.csdr.cli.command.Shell;
import io.csdr.cli.flag.AttachedValue;
import io.csdr.cli.flag.CaptureFlags;
import io.csdr.cli.flag.FormatFlag;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.CliException;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.print.Column;
import io.csdr.cli.print.OutputFormat;
import io.csdr.cli.print.Printer;
import io.csdr.cli.print.View;
import io.csdr.cli.term.Progress;
import io.csdr.cli.vault.OpenVault;
import io.csdr.cli.vault.VaultPlace;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.flow.BackupFlow;
import io.csdr.engine.flow.BackupPreview;
import io.csdr.engine.flow.PreviewFlow;
import io.csdr.engine.select.BuiltinExclusions;
import io.csdr.model.Selection;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.model.api.ResourceJson;
import io.csdr.model.request.BackupRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `backup`.
@Command(
    name = "backup",
    header = "Back up namespaces, apps, single objects or volumes",
    description = {
      "Save objects and volumes as one unit into a vault, and wait for the end. Without --vault it is the",
      "default vault, a directory of this machine that is made on first use."
    },
    customSynopsis = {"ns NAME...", "app -l SELECTOR", "pvc NAME...", "TYPE/NAME..."},
    footer = {
      "  # Back up a namespace with its volumes",
      "  kubectl csdr backup ns shop",
      "",
      "  # Back up an app by its label, into a vault of your own",
      "  kubectl csdr backup app -l app=web -n shop --vault ./vault",
      "",
      "  # Back up one Deployment and what it needs, without data",
      "  kubectl csdr backup deployment/web -n shop --volumes none",
      "",
      "  # See what would be saved",
      "  kubectl csdr backup ns shop --dry-run",
      "",
      "  # See which rules leave objects out",
      "  kubectl csdr backup --explain"
    })
public final class BackupCommand implements Callable<Integer> {
  @Parameters(arity = "0..*", paramLabel = "WHAT")
  private List<String> words = List.of();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the backup. Defaults to what is backed up and the time.")
  private @Nullable String name;

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "SELECTOR",
      description = "Only objects with these labels.")
  private @Nullable String labels;

  @Option(names = "--explain", description = "Print the rules that leave objects out, and stop.")
  private boolean explain;

  @Option(
      names = "--dry-run",
      arity = "0..1",
      fallbackValue = "client",
      preprocessor = AttachedValue.class,
      paramLabel = "none|client",
      description =
          "Only look and say what would be saved, how and what not; write nothing. One of: none, client.")
  private String dryRun = "none";

  @Mixin private CaptureFlags capture = new CaptureFlags();
  @Mixin private MoverFlags movers = new MoverFlags();
  @Mixin private VaultFlags vaults = new VaultFlags();
  @Mixin private FormatFlag output = new FormatFlag();

  private static final View<BuiltinExclusions.Rule> RULES =
      new View<>(
          List.of(
              Column.of("RULE", BuiltinExclusions.Rule::name),
              Column.of("LEAVES OUT", BuiltinExclusions.Rule::reason)),
          rule -> ResourceJson.tree(Map.of("name", rule.name(), "reason", rule.reason())),
          BuiltinExclusions.Rule::name);

  private final Shell shell;

  public BackupCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (explain) {
      new Printer(shell.terminal().out(), output.format(), true).list(BuiltinExclusions.ALL, RULES);
      return ExitCode.DONE.number();
    }
    OutputFormat format = output.format();
    switch (dryRun) {
      case "none" -> {}
      case "client" -> {
        return preview(format);
      }
      default ->
          throw CliException.usage("--dry-run " + dryRun + " is unknown", "use none or client");
    }
    shell.vaults(vaults).require();
    try (Cluster cluster = Workplace.connect(shell, shell.flags().connection())) {
      return backup(cluster, request(cluster), format).number();
    }
  }

  /// Comes after the request, since a typing mistake is to make no vault.
  private ExitCode backup(Cluster cluster, BackupRequest request, OutputFormat format)
      throws InterruptedException {
    try (OpenVault vault = shell.vaults(vaults).openOrMakeDefault();
        Workplace work = new Workplace(shell, vault, cluster);
        Interruption _ = Interruption.guard(shell.terminal())) {
      ApplicationBackup backup = new BackupFlow(work.site()).run(request);
      ExitCode code = new Reports(shell.terminal()).backup(backup, format);
      onlyCopy(vault);
      return code;
    }
  }

  /// Needs no vault, and makes none.
  private int preview(OutputFormat format) {
    BackupPreview preview;
    try (Scratch scratch = Scratch.make();
        Progress progress = Progress.of(shell.terminal());
        Cluster cluster = Workplace.connect(shell, shell.flags().connection())) {
      preview =
          new PreviewFlow(cluster, scratch.folder(), progress)
              .run(request(cluster), shell.vaults(vaults).place().name());
    }
    return new PreviewReport(shell.terminal()).tell(preview, format).number();
  }

  private BackupRequest request(Cluster cluster) {
    String namespace = Workplace.namespace(shell);
    Selection selection = new Targets(words, namespace, labels).selection(cluster.discover());
    String chosen = name == null ? BackupNames.of(selection) : BackupNames.checked(name);
    return capture.request(
        chosen,
        selection,
        selection instanceof Selection.App ? null : labels,
        movers.parallel(),
        movers.image(shell.environment()));
  }

  /// A directory of this machine is no protection against the loss of this machine.
  private void onlyCopy(OpenVault vault) {
    if (vault.place() instanceof VaultPlace.InDirectory(String _, Path directory)) {
      shell
          .terminal()
          .say(
              "This is the only copy, on this machine. Copy the vault with:\n    cp -a "
                  + directory
                  + " ELSEWHERE");
    }
  }
}
