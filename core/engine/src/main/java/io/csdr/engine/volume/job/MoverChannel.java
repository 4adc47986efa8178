package io.csdr.engine.volume.job;

import io.csdr.model.job.MoverProgress;
import io.csdr.model.job.MoverReport;
import io.csdr.model.job.MoverTask;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// Speaks with movers: hands over the task and what it needs, serves the vault, takes the report.
public interface MoverChannel {
  /// The arguments that a mover's container starts with; nothing in them is secret.
  List<String> arguments();

  /// Has the mover in this running pod do its task, and waits for the report. Connections that break are
  /// the channel's own affair while the pod lives.
  ///
  /// @throws IOException when the mover cannot be reached or spoken with any more
  /// @throws InterruptedException when the calling thread was interrupted; the mover has been told to stop
  MoverReport run(PodRef pod, MoverTask task, Consumer<MoverProgress> progress)
      throws IOException, InterruptedException;
}
