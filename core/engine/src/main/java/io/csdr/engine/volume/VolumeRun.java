package io.csdr.engine.volume;

import io.csdr.engine.volume.job.JobRunner;
import io.csdr.engine.volume.job.MoverChannel;
import io.csdr.engine.volume.job.MoverImage;
import io.csdr.engine.volume.run.Cleanup;
import io.csdr.engine.volume.run.Rights;
import io.csdr.engine.volume.run.RunScope;
import io.csdr.engine.volume.run.Workspace;
import io.csdr.model.request.ImageSource;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/// What everything that one run does with volumes has in common. Opening it makes the workspace, closing
/// it removes that.
public record VolumeRun(
    KubernetesClient client,
    RunScope scope,
    Rights rights,
    MoverImage image,
    MoverChannel channel,
    VolumeTimeouts timeouts)
    implements AutoCloseable {

  /// Asks what the caller may do and makes the workspace if it may.
  ///
  /// @throws io.csdr.engine.EngineException when the workspace cannot be had although it is allowed
  public static VolumeRun open(
      KubernetesClient client,
      RunScope scope,
      ImageSource image,
      MoverChannel channel,
      VolumeTimeouts timeouts)
      throws InterruptedException {
    Rights rights = Rights.of(client, scope);
    @Nullable String pullSecret =
        rights.workspace() ? new Workspace(client, scope).open(image) : image.pullSecret();
    return new VolumeRun(
        client,
        scope,
        rights,
        new MoverImage(image.reference(), pullSecret, null),
        channel,
        timeouts);
  }

  /// Runs movers of this run.
  JobRunner jobs() {
    return new JobRunner(client, scope, channel, timeouts.start());
  }

  /// Removes the workspace, without waiting for its end.
  @Override
  public void close() {
    if (rights.workspace()) {
      Cleanup.calmly(() -> new Workspace(client, scope).close());
    }
  }
}
