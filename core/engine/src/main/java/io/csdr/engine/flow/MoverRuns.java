package io.csdr.engine.flow;

import io.csdr.engine.journal.RunJournal;
import io.csdr.engine.volume.VolumeRun;
import io.csdr.engine.volume.VolumeTimeouts;
import io.csdr.engine.volume.channel.MoverHost;
import io.csdr.engine.volume.run.RunScope;
import io.csdr.model.request.ImageSource;
import io.csdr.vault.tunnel.HostKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;

/// Opens what a run needs to move volumes: a workspace, and a host that its movers obey.
record MoverRuns(Site site, RunJournal journal) {
  /// After this time any csdr command removes what the run has left in the cluster.
  private static final Duration LIFETIME = Duration.ofDays(1);

  VolumeRun open(ImageSource image) throws InterruptedException {
    KubernetesClient client = site.cluster().client();
    RunScope scope = RunScope.ofClient(journal.id(), Instant.now().plus(LIFETIME));
    MoverHost host = new MoverHost(client, journal.id(), HostKey.generate(), site.vault());
    return VolumeRun.open(client, scope, image, host, VolumeTimeouts.DEFAULT);
  }
}
