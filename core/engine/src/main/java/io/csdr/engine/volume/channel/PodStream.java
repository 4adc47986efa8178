package io.csdr.engine.volume.channel;

import io.csdr.engine.cluster.CauseWords;
import io.csdr.engine.volume.job.PodRef;
import io.csdr.vault.tunnel.DuplexStream;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Opens a byte stream to a port on the loopback interface of a pod, through the API server.
///
/// It is the API's port-forward over a WebSocket. The client library has one of its own, but that sends without
/// looking at its send queue and loses the connection when the queue overflows
/// (`docs/design/0001-tunnel-transport.md`).
final class PodStream {
  private static final String PROTOCOL = "v4.channel.k8s.io";

  private PodStream() {}

  /// Connects within `timeout`.
  ///
  /// @throws StreamRefusedException when the API server says no
  /// @throws IOException when the API server, the node or the pod cannot be reached
  static DuplexStream open(KubernetesClient client, PodRef pod, int port, Duration timeout)
      throws IOException {
    PortChannel channel = new PortChannel();
    CompletableFuture<WebSocket> opening =
        client
            .getHttpClient()
            .newWebSocketBuilder()
            .uri(address(client, pod, port))
            .connectTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .subprotocol(PROTOCOL)
            .buildAsync(channel);
    try {
      return channel.streams(opening.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw failure(pod, e);
    } catch (TimeoutException e) {
      abandon(opening);
      throw new IOException("no stream to pod " + pod + " within " + timeout.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      abandon(opening);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while opening a stream to pod " + pod);
    }
  }

  private static IOException failure(PodRef pod, ExecutionException e) {
    return switch (e.getCause()) {
      case WebSocketHandshakeException refusal ->
          new StreamRefusedException(pod, refusal.getResponse().code(), refusal);
      case null -> new IOException("no stream to pod " + pod + ": " + CauseWords.of(e), e);
      case Throwable cause ->
          new IOException("no stream to pod " + pod + ": " + CauseWords.of(cause), cause);
    };
  }

  /// Closes the connection should it still come about.
  private static void abandon(CompletableFuture<WebSocket> opening) {
    CompletableFuture<Void> _ =
        opening.thenAccept(socket -> socket.sendClose(PortChannel.GOING_AWAY, ""));
  }

  private static URI address(KubernetesClient client, PodRef pod, int port) {
    String base = client.getConfiguration().getMasterUrl().replaceAll("/+$", "");
    return URI.create(
        base
            + "/api/v1/namespaces/"
            + pod.namespace()
            + "/pods/"
            + pod.name()
            + "/portforward?ports="
            + port);
  }
}
