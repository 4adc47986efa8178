package io.csdr.cli.command.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.csdr.cli.command.Shell;
import io.csdr.cli.command.run.ImageFlags;
import io.csdr.cli.command.run.Workplace;
import io.csdr.cli.flag.OutputFlags;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.CliException;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.print.Column;
import io.csdr.cli.print.View;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.doctor.ClusterDoctor;
import io.csdr.engine.doctor.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `doctor`.
@Command(
    name = "doctor",
    header = "Check what backups and restores need, and say what to do",
    description = {
      "Check the cluster (rights, storage classes, snapshots, nodes and image, leftovers of earlier runs) and",
      "this machine (the vault, its key, room, interrupted runs). The command changes nothing. It exits with 1 when",
      "something is in the way; a warning says what works less well."
    },
    footer = {
      "  # Check the current context and the default vault",
      "  kubectl csdr doctor",
      "",
      "  # Check another cluster for a script",
      "  kubectl csdr doctor --context target -o json"
    })
public final class DoctorCommand implements Callable<Integer> {
  @Mixin private ImageFlags image = new ImageFlags();
  @Mixin private VaultFlags vaults = new VaultFlags();
  @Mixin private OutputFlags output = new OutputFlags();

  private static final View<Finding> VIEW =
      new View<>(
          List.of(
              Column.of("RESULT", finding -> finding.grade().toString()),
              Column.of("CHECK", Finding::check),
              Column.of("FOUND", DoctorCommand::found)),
          DoctorCommand::tree,
          Finding::check);

  private final Shell shell;

  public DoctorCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>(cluster());
    findings.addAll(new VaultDoctor(shell, vaults).examine());
    output.printer(shell.terminal()).list(findings, VIEW);
    boolean failed = findings.stream().anyMatch(f -> f.grade() == Finding.Grade.FAIL);
    return failed ? ExitCode.FAILED.number() : ExitCode.DONE.number();
  }

  private List<Finding> cluster() {
    try (Cluster cluster = Workplace.connect(shell, shell.flags().connection())) {
      return new ClusterDoctor(cluster, image.image(shell.environment())).examine();
    } catch (CliException e) {
      return List.of(Finding.fail("cluster", String.valueOf(e.getMessage()), e.fix()));
    }
  }

  private static String found(Finding finding) {
    return finding.fix().isEmpty() ? finding.text() : finding.text() + " — " + finding.fix();
  }

  private static JsonNode tree(Finding finding) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("check", finding.check())
        .put("result", finding.grade().toString())
        .put("message", finding.text())
        .put("fix", finding.fix());
  }
}
