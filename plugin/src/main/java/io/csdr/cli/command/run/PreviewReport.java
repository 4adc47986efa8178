package io.csdr.cli.command.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.print.Column;
import io.csdr.cli.print.OutputFormat;
import io.csdr.cli.print.Printer;
import io.csdr.cli.print.View;
import io.csdr.cli.term.Terminal;
import io.csdr.engine.flow.BackupPreview;
import io.csdr.engine.flow.BackupPreview.Count;
import io.csdr.model.ByteSize;
import io.csdr.model.Failure;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.model.api.ApplicationBackup.VolumeStatus;
import io.csdr.model.api.ResourceJson;
import java.util.List;
import java.util.function.Function;

/// Tells what a backup would save: kinds with counts, volumes with their method, what rules leave out.
record PreviewReport(Terminal terminal) {
  private static final View<VolumeStatus> VOLUMES =
      new View<>(
          List.of(
              Column.of("VOLUME", volume -> volume.namespace() + "/" + volume.pvc()),
              Column.of("METHOD", VolumeStatus::method),
              Column.of("CONSISTENCY", PreviewReport::consistency),
              Column.of("CAPACITY", volume -> ByteSize.of(volume.bytes())),
              Column.of("NOTE", PreviewReport::note)),
          ResourceJson::tree,
          VolumeStatus::pvc);

  ExitCode tell(BackupPreview preview, OutputFormat format) {
    for (Failure failure : preview.failures()) {
      terminal.error(failure.line());
    }
    if (format instanceof OutputFormat.Table table) {
      Printer printer = new Printer(terminal.out(), table, true);
      printer.list(preview.kinds(), counts("TO BE SAVED"));
      volumes(preview.resource().status().volumes(), printer);
      excluded(preview, printer);
    } else {
      Function<ApplicationBackup, JsonNode> tree = ResourceJson::tree;
      new Printer(terminal.out(), format, true)
          .one(
              preview.resource(),
              new View<>(
                  List.<Column<ApplicationBackup>>of(),
                  tree,
                  item -> "applicationbackup.csdr.alibabacloud.com/" + item.metadata().name()));
    }
    terminal.say("(dry run: nothing was written)");
    return preview.failureCount() == 0 ? ExitCode.DONE : ExitCode.PARTIAL;
  }

  private void volumes(List<VolumeStatus> volumes, Printer printer) {
    if (!volumes.isEmpty()) {
      terminal.out().println();
      printer.list(volumes, VOLUMES);
    }
  }

  private void excluded(BackupPreview preview, Printer printer) {
    if (!preview.exclusions().isEmpty()) {
      terminal.out().println();
      printer.list(preview.exclusions(), counts("LEFT OUT BY RULE"));
    }
    long kinds = preview.kindsLeftOut().stream().mapToLong(Count::count).sum();
    if (kinds > 0) {
      terminal.out().println();
      printer.list(preview.kindsLeftOut(), counts("KINDS LEFT OUT BY RULE"));
    }
  }

  private static View<Count> counts(String title) {
    return new View<>(
        List.of(
            Column.of(title, Count::name),
            Column.of("COUNT", count -> String.valueOf(count.count()))),
        ResourceJson::tree,
        Count::name);
  }

  private static String consistency(VolumeStatus volume) {
    return volume.consistency() == null ? "<none>" : volume.consistency();
  }

  private static String note(VolumeStatus volume) {
    String reason = volume.reason() == null ? "" : volume.reason();
    return volume.verdict().equals("planned") ? reason : volume.verdict() + ": " + reason;
  }
}
