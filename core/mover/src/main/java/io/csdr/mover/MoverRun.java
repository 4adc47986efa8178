package io.csdr.mover;

import io.csdr.model.job.EntryLines;
import io.csdr.model.job.JobJson;
import io.csdr.model.job.MoverReport;
import io.csdr.model.job.MoverTask;
import io.csdr.vault.VaultException;
import io.csdr.vault.seal.SelfTest;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.tunnel.MoverStart;
import io.csdr.vault.tunnel.TunnelMover;
import io.csdr.vault.tunnel.TunnelSettings;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

/// One life of a mover: waits for its host, does what it is told, reports.
final class MoverRun {
  private final MoverArguments arguments;
  private final TunnelSettings settings;
  private final Runnable onCancel;
  private final AtomicBoolean cancelled = new AtomicBoolean();

  /// `onCancel` runs when the host wants the task to end; the task ends by itself at the next chance.
  MoverRun(MoverArguments arguments, TunnelSettings settings, Runnable onCancel) {
    this.arguments = arguments;
    this.settings = settings;
    this.onCancel = onCancel;
  }

  /// Returns once the host has the report, whatever it says.
  ///
  /// @throws IOException when nothing can be listened on
  /// @throws StoreException when no host came, or none came back
  void run() throws IOException {
    SelfTest.run();
    try (TunnelMover mover =
            new TunnelMover(arguments.run(), arguments.hostKey(), settings, this::cancel);
        Listener _ = Listener.open(arguments.address(), mover)) {
      MoverStart start = mover.start();
      MoverReport report = work(mover, start);
      mover.report(JobJson.write(report));
    }
  }

  private void cancel() {
    cancelled.set(true);
    onCancel.run();
  }

  /// Whatever ends the task is a report: it is how the host learns of it.
  private MoverReport work(TunnelMover mover, MoverStart start) {
    String where = "the task";
    try {
      MoverTask task = JobJson.task(start.task());
      where = task.path();
      return new VolumeWork(
              start,
              mover.store(),
              mover,
              progress -> mover.progress(JobJson.write(progress)),
              cancelled::get)
          .run(task);
    } catch (CancellationException _) {
      return failed("it was cancelled");
    } catch (Exception e) {
      return failed(where + ": " + words(e));
    } catch (OutOfMemoryError e) {
      return failed("it ran out of memory: " + e.getMessage());
    } catch (LinkageError e) {
      return failed("its image is not whole: " + e);
    }
  }

  private static String words(Exception e) {
    return switch (e) {
      case StoreException known -> String.valueOf(known.getMessage());
      case VaultException known -> String.valueOf(known.getMessage());
      case IOException known -> String.valueOf(known.getMessage());
      default -> e.toString();
    };
  }

  private static MoverReport failed(String why) {
    return new MoverReport(
        null, 0, 0, 0, 0, EntryLines.NONE, EntryLines.NONE, EntryLines.NONE, why);
  }
}
