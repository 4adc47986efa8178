package io.csdr.cli.command.run;

import io.csdr.cli.command.Shell;
import io.csdr.cli.flag.CaptureFlags;
import io.csdr.cli.flag.FormatFlag;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.CliException;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.print.OutputFormat;
import io.csdr.cli.vault.OpenVault;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.flow.MigrateFlow;
import io.csdr.model.Selection;
import io.csdr.model.VolumeMode;
import io.csdr.model.request.BackupRequest;
import io.csdr.model.request.MigrateRequest;
import io.csdr.model.request.RestoreRequest;
import io.csdr.model.request.RestoreScope;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `migrate`.
@Command(
    name = "migrate",
    header = "Copy namespaces to another cluster, and switch over",
    description = {
      "Rounds of backups run while the application runs, each moving only what changed. With --switch the",
      "source is then scaled to 0, a last round is taken, and the target starts; if that fails, the source",
      "runs again. Without --switch the source stays as it is."
    },
    customSynopsis = "ns NAME... --to-context CONTEXT",
    footer = {
      "  # Copy a namespace to another cluster",
      "  kubectl csdr migrate ns shop --to-context target",
      "",
      "  # Move it: the source stands still only for the last round",
      "  kubectl csdr migrate ns shop --to-context target --rounds 2 --switch"
    })
public final class MigrateCommand implements Callable<Integer> {
  @Parameters(arity = "0..*", paramLabel = "WHAT")
  private List<String> words = List.of();

  @Option(
      names = "--to-context",
      required = true,
      paramLabel = "CONTEXT",
      description = "The kubeconfig context of the target cluster.")
  private String toContext = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "Name of the migration; one that was interrupted goes on under its name. Defaults to the first namespace and the time.")
  private @Nullable String name;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many rounds are taken while the application runs.")
  private int rounds = 1;

  @Option(names = "--switch", description = "Stop the source, take a last round, start the target.")
  private boolean switchOver;

  @Mixin private CaptureFlags capture = new CaptureFlags();
  @Mixin private RestoreFlags restore = new RestoreFlags();
  @Mixin private VaultFlags vaults = new VaultFlags();
  @Mixin private FormatFlag output = new FormatFlag();

  private final Shell shell;

  public MigrateCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    OutputFormat format = output.format();
    MigrateRequest request = request();
    shell.vaults(vaults).require();
    try (Cluster target = Workplace.contexts(shell).connect(toContext);
        OpenVault vault = shell.vaults(vaults).openOrMakeDefault();
        Workplace work = new Workplace(shell, vault);
        Interruption _ = Interruption.guard(shell.terminal())) {
      ExitCode code =
          new Reports(shell.terminal())
              .restore(new MigrateFlow(work.site(), target).run(request), format);
      if (!switchOver) {
        shell
            .terminal()
            .warn(
                "source and target now both run: CronJobs, Ingresses and LoadBalancers are active twice");
      }
      return code.number();
    }
  }

  private MigrateRequest request() {
    List<String> namespaces = new Targets(words, "", null).namespaces();
    if (rounds < 1) {
      throw CliException.usage("--rounds " + rounds + " is too few", "use 1 or more");
    }
    String chosen =
        name == null
            ? BackupNames.stamped("migrate-" + namespaces.getFirst())
            : BackupNames.checked(name);
    BackupRequest backup =
        capture.request(
            chosen,
            new Selection.Namespaces(namespaces),
            null,
            restore.movers().parallel(),
            restore.movers().image(shell.environment()));
    if (switchOver && backup.volumes() == VolumeMode.NONE) {
      throw CliException.usage(
          "--switch with --volumes none would start the target on empty volumes",
          "leave out one of them");
    }
    RestoreRequest model = restore.request(chosen, chosen, RestoreScope.ALL, shell.environment());
    return new MigrateRequest(chosen, toContext, namespaces, rounds, switchOver, backup, model);
  }
}
