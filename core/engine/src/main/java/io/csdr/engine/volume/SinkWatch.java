package io.csdr.engine.volume;

import io.csdr.engine.volume.job.JobWatch;
import io.csdr.model.ProgressEvent;
import io.csdr.model.ProgressSink;
import io.csdr.model.PvcRef;
import io.csdr.model.job.MoverProgress;

/// Passes what a mover does on to who waits for the run.
record SinkWatch(PvcRef claim, ProgressSink sink) implements JobWatch {
  @Override
  public void progress(MoverProgress progress) {
    sink.on(new ProgressEvent.Volume(claim, progress));
  }

  @Override
  public void notice(String text) {
    sink.on(new ProgressEvent.Warning(text));
  }
}
