package io.csdr.engine.volume.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanupTest {
  @Test
  void everyStepRunsWhateverTheOthersDoAndAnInterruptIsSeenAfterwards() {
    List<String> done = new ArrayList<>();
    Thread.currentThread().interrupt();

    Cleanup.calmly(
        () -> {
          done.add("first, interrupted: " + Thread.currentThread().isInterrupted());
          throw new KubernetesClientException("refused");
        },
        () -> {
          done.add("second");
          throw new InterruptedException();
        },
        () -> done.add("third"));

    assertThat(done).containsExactly("first, interrupted: false", "second", "third");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void withoutAnInterruptThereIsNone() {
    Cleanup.calmly(() -> Thread.sleep(1));

    assertThat(Thread.interrupted()).isFalse();
  }
}
