package io.csdr.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.csdr.engine.volume.run.ApiRefusal;
import io.csdr.model.Failure;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class CauseWordsTest {
  private static final String NOTHING = "An error has occurred.";

  @Test
  void whatSaysNothingIsLeftOutAndTheCauseTold() {
    Throwable wrapped =
        wrapped(new CompletionException(new IOException("the peer closed the connection")));

    assertThat(CauseWords.of(wrapped)).isEqualTo("the peer closed the connection");
  }

  @Test
  void theClientsEmptyWordsAreKnown() {
    Throwable real =
        catchThrowable(() -> {
          throw KubernetesClientException.launderThrowable(new ConnectException());
        });

    assertThat(real.getMessage()).isEqualTo(NOTHING);
    assertThat(CauseWords.of(real)).isEqualTo("ConnectException");
  }

  @Test
  void whatAddsSomethingIsKeptFromTheOutsideIn() {
    Throwable failure =
        new KubernetesClientException(
            "Operation: [get] for kind: [Pod] failed.", new IOException("reset"));

    assertThat(CauseWords.of(failure)).isEqualTo("Operation: [get] for kind: [Pod] failed.: reset");
    assertThat(CauseWords.of(new IOException("closed: reset", new IOException("reset"))))
        .isEqualTo("closed: reset");
  }

  @Test
  void failuresOfVolumesCarryTheCauseAndTheServersWordsComeFirst() {
    Failure lost =
        ApiRefusal.failure(
            "persistentvolumeclaims a/b", "restore it", wrapped(new ConnectException()));
    Failure refused =
        ApiRefusal.failure(
            "persistentvolumeclaims a/b",
            "restore it",
            new KubernetesClientException(
                new StatusBuilder().withCode(500).withMessage("etcd is full").build()));

    assertThat(lost.message()).isEqualTo("could not restore it: ConnectException");
    assertThat(lost.fix()).contains("kubectl get --raw /readyz");
    assertThat(refused.message()).isEqualTo("could not restore it: etcd is full");
  }

  private static KubernetesClientException wrapped(Throwable cause) {
    return new KubernetesClientException(NOTHING, cause);
  }
}
