package io.csdr.engine.volume.channel;

import io.csdr.engine.volume.job.MoverChannel;
import io.csdr.engine.volume.job.PodRef;
import io.csdr.model.job.MoverProgress;
import io.csdr.model.job.MoverReport;
import io.csdr.model.job.MoverTask;
import io.csdr.vault.Vault;
import io.csdr.vault.tunnel.DuplexStream;
import io.csdr.vault.tunnel.HostKey;
import io.csdr.vault.tunnel.HostStatistics;
import io.csdr.vault.tunnel.TunnelHost;
import io.csdr.vault.tunnel.TunnelSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Serves the movers of one run through the API server: gives each its task and the keys it needs, does its
/// store calls on the vault, and connects anew when a connection breaks.
///
/// A host that was made again with the same run id and key takes over the movers that are still there. Flows make
/// a key for each run and keep it in memory only, so the movers of a process that died are removed, not taken over.
public final class MoverHost implements MoverChannel {
  /// Where movers listen, on the loopback interface of their pod.
  static final int PORT = 7411;

  /// How long a mover that was told to stop may still speak.
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final String run;
  private final HostKey key;
  private final Vault vault;
  private final TunnelSettings settings;
  private final BiConsumer<PodRef, HostStatistics> traffic;

  /// A host for the run, with the key pair that was made for it. `traffic` is told what went through the
  /// tunnel to a mover when that is over.
  public MoverHost(
      KubernetesClient client,
      String run,
      HostKey key,
      Vault vault,
      BiConsumer<PodRef, HostStatistics> traffic) {
    this.client = client;
    this.run = run;
    this.key = key;
    this.vault = vault;
    this.settings = TunnelSettings.DEFAULT;
    this.traffic = traffic;
  }

  @Override
  public List<String> arguments() {
    return List.of(
        "--run", run, "--host-key", key.encodedPublicKey(), "--listen", Integer.toString(PORT));
  }

  /// As the interface says; the failure is a [PodGoneException] when the pod ended.
  @Override
  public MoverReport run(PodRef pod, MoverTask task, Consumer<MoverProgress> progress)
      throws IOException, InterruptedException {
    MoverDesk desk = new MoverDesk(vault, task, progress);
    TunnelHost host = new TunnelHost(key, run, desk, settings);
    FutureTask<MoverReport> talk =
        new FutureTask<>(() -> new Conversation(client, pod, host, desk, settings).run());
    Thread thread = Thread.ofPlatform().daemon().name("mover-host-" + pod.name()).start(talk);
    try {
      return talk.get();
    } catch (ExecutionException e) {
      throw rethrown(e);
    } catch (InterruptedException e) {
      host.cancel();
      awaitFarewell(talk);
      throw e;
    } finally {
      talk.cancel(true);
      thread.interrupt();
      host.close();
      traffic.accept(pod, host.statistics());
    }
  }

  /// Opens a stream to the mover in the pod.
  static DuplexStream stream(KubernetesClient client, PodRef pod, TunnelSettings settings)
      throws IOException {
    return PodStream.open(client, pod, PORT, settings.deadPeer());
  }

  private static void awaitFarewell(FutureTask<MoverReport> talk) throws InterruptedException {
    try {
      talk.get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException _) {
      // It was asked to stop and need not say more.
    }
  }

  private static IOException rethrown(ExecutionException e) throws IOException {
    return switch (e.getCause()) {
      case IOException known -> throw known;
      case RuntimeException bug -> throw bug;
      case Error error -> throw error;
      case null, default -> new IOException("the conversation with the mover ended", e);
    };
  }
}
