package io.csdr.engine.flow;

import io.csdr.engine.journal.RunJournal;
import io.csdr.engine.volume.VolumeRun;
import io.csdr.engine.volume.VolumeTimeouts;
import io.csdr.engine.volume.channel.MoverHost;
import io.csdr.engine.volume.job.PodRef;
import io.csdr.engine.volume.run.RunScope;
import io.csdr.model.ProgressEvent;
import io.csdr.model.request.ImageSource;
import io.csdr.vault.tunnel.HostKey;
import io.csdr.vault.tunnel.HostStatistics;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;

/// Opens what a run needs to move volumes: a workspace, and a host that its movers obey.
record MoverRuns(Site site, RunJournal journal) {
  VolumeRun open(ImageSource image) throws InterruptedException {
    KubernetesClient client = site.cluster().client();
    RunScope scope = RunScope.ofClient(journal.id(), Instant.now().plus(RunJournal.LONGEST));
    MoverHost host =
        new MoverHost(client, journal.id(), HostKey.generate(), site.vault(), this::tellBreaks);
    return VolumeRun.open(client, scope, image, host, VolumeTimeouts.DEFAULT);
  }

  /// A connection that broke has cost something, even where all went well in the end.
  private void tellBreaks(PodRef pod, HostStatistics traffic) {
    if (traffic.connections() > 1) {
      site.progress()
          .on(
              new ProgressEvent.Warning(
                  "the connection to pod "
                      + pod
                      + " broke "
                      + (traffic.connections() - 1)
                      + " times: of "
                      + traffic.received()
                      + " bytes "
                      + traffic.repeated()
                      + " were sent again"));
    }
  }
}
