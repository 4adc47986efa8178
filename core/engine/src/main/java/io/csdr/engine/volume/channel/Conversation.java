package io.csdr.engine.volume.channel;

import io.csdr.engine.EngineException;
import io.csdr.engine.volume.job.PodRef;
import io.csdr.model.Failure;
import io.csdr.model.job.MoverReport;
import io.csdr.vault.tunnel.DuplexStream;
import io.csdr.vault.tunnel.HostStatistics;
import io.csdr.vault.tunnel.TunnelHost;
import io.csdr.vault.tunnel.TunnelSettings;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// One mover's task over as many connections as it takes.
///
/// It gives up when nothing has gone through for as long as the mover itself would wait. Right after its start an API
/// server may forbid what it allows a few seconds later, so only a lasting refusal is taken for an answer.
final class Conversation {
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;
  private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final KubernetesClient client;
  private final PodRef pod;
  private final TunnelHost host;
  private final MoverDesk desk;
  private final TunnelSettings settings;

  private long lastProgress = System.nanoTime();
  private long pause = FIRST_PAUSE_MILLIS;

  Conversation(
      KubernetesClient client,
      PodRef pod,
      TunnelHost host,
      MoverDesk desk,
      TunnelSettings settings) {
    this.client = client;
    this.pod = pod;
    this.host = host;
    this.desk = desk;
    this.settings = settings;
  }

  /// Connects and serves until the report is there.
  MoverReport run() throws IOException, InterruptedException {
    while (true) {
      String why = connectOnce();
      Optional<MoverReport> report = desk.report();
      if (report.isPresent()) {
        return report.get();
      }
      requirePod();
      if (System.nanoTime() - lastProgress > settings.patience().toNanos()) {
        throw new IOException(
            "the mover in pod "
                + pod
                + " could not be reached for "
                + settings.patience().toSeconds()
                + " s: "
                + why);
      }
      Thread.sleep(pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1));
      pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
    }
  }

  /// Serves one connection, or says why there was none.
  private String connectOnce() throws IOException {
    DuplexStream stream;
    try {
      stream = MoverHost.stream(client, pod, settings);
    } catch (StreamRefusedException e) {
      if (e.forbidden() && System.nanoTime() - lastProgress > LASTING_NANOS) {
        throw forbidden(e);
      }
      return String.valueOf(e.getMessage());
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
    HostStatistics before = host.statistics();
    long began = System.nanoTime();
    TunnelHost.End end = host.serve(stream);
    boolean lasted = System.nanoTime() - began > settings.deadPeer().toNanos();
    if (lasted || moved(before, host.statistics())) {
      lastProgress = System.nanoTime();
      pause = FIRST_PAUSE_MILLIS;
    }
    return switch (end) {
      case TunnelHost.End.Finished _ -> "the mover said good-bye";
      case TunnelHost.End.TakenOver _ ->
          throw new IOException("another csdr process has taken over the mover in pod " + pod);
      case TunnelHost.End.Broken(String why) -> why;
    };
  }

  private EngineException forbidden(StreamRefusedException e) {
    return new EngineException(
        new Failure(
            "pods " + pod,
            "Forbidden",
            "opening a stream to the mover is forbidden",
            "grant the verbs get and create on pods/portforward in namespace " + pod.namespace()),
        e);
  }

  private static boolean moved(HostStatistics before, HostStatistics after) {
    return after.received() > before.received() || after.sent() > before.sent();
  }

  /// The pod must still be the same and alive; an API server that cannot say so now may say it later.
  private void requirePod() throws PodGoneException {
    Pod found;
    try {
      found = client.pods().inNamespace(pod.namespace()).withName(pod.name()).get();
    } catch (KubernetesClientException _) {
      return;
    }
    if (found == null || !pod.uid().equals(found.getMetadata().getUid())) {
      throw new PodGoneException(pod, "was deleted");
    }
    String phase = found.getStatus() == null ? "" : found.getStatus().getPhase();
    if ("Failed".equals(phase) || "Succeeded".equals(phase)) {
      throw new PodGoneException(pod, "ended (" + phase + ")");
    }
  }
}
