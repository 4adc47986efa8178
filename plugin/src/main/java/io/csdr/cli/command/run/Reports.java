package io.csdr.cli.command.run;

import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.print.Column;
import io.csdr.cli.print.OutputFormat;
import io.csdr.cli.print.Printer;
import io.csdr.cli.print.View;
import io.csdr.cli.term.Terminal;
import io.csdr.cli.text.Age;
import io.csdr.model.ByteSize;
import io.csdr.model.Failure;
import io.csdr.model.Phase;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.model.api.ApplicationRestore;
import io.csdr.model.api.ResourceJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Tells how a backup or a restore ended: the resource or its name on standard output, the failures on
/// standard error, and the exit code.
public final class Reports {
  private static final String GROUP = ".csdr.alibabacloud.com/";

  private final Terminal terminal;

  public Reports(Terminal terminal) {
    this.terminal = terminal;
  }

  /// Tells of a backup.
  public ExitCode backup(ApplicationBackup backup, OutputFormat format) {
    ApplicationBackup.Status status = backup.status();
    failures(status.failures(), status.failureCount(), "describe " + backup.metadata().name());
    if (format instanceof OutputFormat.Table) {
      long bytes = status.volumes().stream().mapToLong(v -> v.bytes()).sum();
      long fresh = status.volumes().stream().mapToLong(v -> v.newBytes()).sum();
      terminal.tell(
          reference("applicationbackup", backup.metadata().name())
              + " "
              + word(status.phase())
              + ": "
              + status.objects().saved()
              + " objects, "
              + volumes(status.volumes().stream().map(v -> v.verdict()).toList(), "saved")
              + (bytes == 0 ? "" : ", " + ByteSize.of(bytes) + " (" + ByteSize.of(fresh) + " new)")
              + (status.consistency() == null ? "" : ", " + status.consistency())
              + pace(status.startTimestamp(), status.completionTimestamp(), bytes));
    } else {
      new Printer(terminal.out(), format, true)
          .one(
              backup,
              new View<>(
                  List.<Column<ApplicationBackup>>of(),
                  ResourceJson::tree,
                  item -> reference("applicationbackup", item.metadata().name())));
    }
    return code(status.phase());
  }

  /// Tells of a restore.
  public ExitCode restore(ApplicationRestore restore, OutputFormat format) {
    ApplicationRestore.Status status = restore.status();
    String name = restore.metadata().name();
    failures(status.failures(), status.failureCount(), "describe " + name);
    if (status.timedOut()) {
      terminal.say(
          "timed out waiting for "
              + status.notReadyCount()
              + " workloads (--ready-timeout); everything was restored");
    }
    if (format instanceof OutputFormat.Table) {
      ApplicationRestore.ObjectCounts counts = status.objects();
      long bytes = status.volumes().stream().mapToLong(v -> v.bytes()).sum();
      terminal.tell(
          reference("applicationrestore", name)
              + " "
              + (status.timedOut() ? "timed out" : word(status.phase()))
              + ": "
              + counts.created()
              + " objects created, "
              + counts.updated()
              + " updated, "
              + counts.unchanged()
              + " unchanged, "
              + volumes(status.volumes().stream().map(v -> v.verdict()).toList(), "restored")
              + (bytes == 0 ? "" : ", " + ByteSize.of(bytes))
              + pace(status.startTimestamp(), status.completionTimestamp(), bytes));
    } else {
      new Printer(terminal.out(), format, true)
          .one(
              restore,
              new View<>(
                  List.<Column<ApplicationRestore>>of(),
                  ResourceJson::tree,
                  item -> reference("applicationrestore", item.metadata().name())));
    }
    return status.timedOut() ? ExitCode.TIMED_OUT : code(status.phase());
  }

  /// How many of the volumes have the verdict that is hoped for, and how many were left as they were.
  private static String volumes(List<String> verdicts, String good) {
    long done = verdicts.stream().filter(good::equals).count();
    long left = verdicts.stream().filter(v -> v.equals("excluded") || v.equals("kept")).count();
    return done
        + (done == 1 ? " volume" : " volumes")
        + (left == 0 ? "" : " (" + left + " left out)");
  }

  /// How long it took, and how much of the volumes was handled a second on the whole.
  private static String pace(Instant started, @Nullable Instant ended, long bytes) {
    if (ended == null) {
      return "";
    }
    Duration took = Duration.between(started, ended);
    String text = ", in " + time(took);
    return bytes == 0 || took.toMillis() <= 0
        ? text
        : text + " (" + ByteSize.of(bytes * 1000 / took.toMillis()) + "/s)";
  }

  private static String time(Duration took) {
    return took.compareTo(Duration.ofSeconds(10)) < 0
        ? String.format(Locale.ROOT, "%.1fs", took.toMillis() / 1000.0)
        : Age.of(took);
  }

  private void failures(List<Failure> failures, long count, String more) {
    for (Failure failure : failures) {
      terminal.error(failure.line());
    }
    if (count > failures.size()) {
      terminal.say("… and " + (count - failures.size()) + " more failures: kubectl csdr " + more);
    }
  }

  private static String reference(String kind, String name) {
    return kind + GROUP + name;
  }

  private static String word(String phase) {
    return phase.equals(Phase.COMPLETED.toString()) ? "completed" : "partially failed";
  }

  private static ExitCode code(String phase) {
    return phase.equals(Phase.COMPLETED.toString()) ? ExitCode.DONE : ExitCode.PARTIAL;
  }
}
