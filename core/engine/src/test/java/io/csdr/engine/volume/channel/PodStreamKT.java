package io.csdr.engine.volume.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.engine.volume.job.PodRef;
import io.csdr.test.cluster.Capability;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.Needs;
import io.csdr.test.cluster.TestCluster;
import io.csdr.vault.tunnel.DuplexStream;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClusterExtension.class)
@Needs(Capability.NODE)
@Timeout(120)
class PodStreamKT {
  private static final int PORT = 7411;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final KubernetesClient client;
  private final String namespace;
  private PodRef pod;

  PodStreamKT(TestCluster cluster) {
    client = cluster.client();
    namespace = cluster.namespace("stream");
    pod = new PodRef(namespace, "echo", "");
  }

  /// A pod that sends back what it is sent, on its loopback interface only.
  @BeforeEach
  void startEcho() {
    Pod template =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(pod.name())
            .endMetadata()
            .withNewSpec()
            .withTerminationGracePeriodSeconds(1L)
            .addNewContainer()
            .withName("echo")
            .withImage("localhost/csdr-tools:1")
            .withImagePullPolicy("IfNotPresent")
            .withCommand(
                "socat", "TCP-LISTEN:" + PORT + ",bind=127.0.0.1,fork,reuseaddr", "EXEC:cat")
            .endContainer()
            .endSpec()
            .build();
    client.resource(template).create();
    Pod ready =
        client
            .pods()
            .inNamespace(namespace)
            .withName(pod.name())
            .waitUntilReady(90, TimeUnit.SECONDS);
    pod = new PodRef(namespace, pod.name(), ready.getMetadata().getUid());
  }

  @AfterEach
  void removeNamespace() {
    client.namespaces().withName(namespace).delete();
  }

  /// The container is ready before its program listens.
  private DuplexStream open() throws Exception {
    while (true) {
      DuplexStream stream = PodStream.open(client, pod, PORT, PATIENCE);
      stream.out().write(1);
      stream.out().flush();
      try {
        assertThat(stream.in().read()).isEqualTo(1);
        return stream;
      } catch (IOException e) {
        stream.close();
        Thread.sleep(200);
      }
    }
  }

  @Test
  void bytesGoBothWaysInOrder() throws Exception {
    byte[] bytes = new byte[48 << 20];
    new Random(1).nextBytes(bytes);
    try (DuplexStream stream = open()) {
      CompletableFuture<byte[]> back = new CompletableFuture<>();
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            try {
              back.complete(stream.in().readNBytes(bytes.length));
            } catch (IOException e) {
              back.completeExceptionally(e);
            }
          });
      stream.out().write(bytes);
      stream.out().flush();
      assertThat(back.get(90, TimeUnit.SECONDS)).isEqualTo(bytes);
    }
  }

  @Test
  void aPodThatGoesAwayEndsTheStream() throws Exception {
    try (DuplexStream stream = open()) {
      client.pods().inNamespace(namespace).withName(pod.name()).delete();
      assertThatThrownBy(() -> stream.in().read()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aStreamThatIsClosedHereEndsReadersHere() throws Exception {
    DuplexStream stream = open();
    CompletableFuture<Object> end = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            end.complete(stream.in().read());
          } catch (IOException e) {
            end.complete(e);
          }
        });
    stream.close();
    assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    assertThatThrownBy(
            () -> {
              stream.out().write(new byte[1 << 20]);
              stream.out().flush();
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void aPortWithoutAListenerIsTold() throws Exception {
    try (DuplexStream stream = PodStream.open(client, pod, PORT + 1, PATIENCE)) {
      assertThatThrownBy(() -> stream.in().read())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("refused");
    }
  }

  @Test
  void aPodThatDoesNotExistIsTold() {
    PodRef absent = new PodRef(namespace, "absent", "");
    assertThatThrownBy(() -> PodStream.open(client, absent, PORT, PATIENCE))
        .isInstanceOf(StreamRefusedException.class)
        .hasMessageContaining("absent")
        .hasMessageContaining("404");
  }
}
