package io.csdr.engine.volume.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PodUseTest {
  @Test
  void aPodUsesTheClaimsThatItNamesAndItsEphemeralOnes() {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("web-0")
            .endMetadata()
            .withNewSpec()
            .addNewVolume()
            .withName("a")
            .withNewPersistentVolumeClaim("data", false)
            .endVolume()
            .addNewVolume()
            .withName("scratch")
            .withNewEphemeral()
            .endEphemeral()
            .endVolume()
            .addNewVolume()
            .withName("c")
            .withNewEmptyDir()
            .endEmptyDir()
            .endVolume()
            .endSpec()
            .build();

    assertThat(PodUse.claims(pod)).containsExactly("data", "web-0-scratch");
  }

  @Test
  void finishedPodsHoldNothing() {
    Pod running = pod("a", "Running", "n1");
    Pod done = pod("b", "Succeeded", "n1");
    Pod failed = pod("c", "Failed", "n1");
    Pod waiting = pod("d", "Pending", null);

    assertThat(PodUse.users(List.of(running, done, failed, waiting), "data"))
        .extracting(ClaimUser::pod)
        .containsExactly("a", "d");
    assertThat(PodUse.users(List.of(running), "other")).isEmpty();
  }

  @Test
  void aPodThatIsNotScheduledOrOnItsWayOutHasNotSettled() {
    Pod leaving = pod("a", "Running", "n1");
    leaving.getMetadata().setDeletionTimestamp("2026-11-21T00:00:00Z");

    assertThat(
            PodUse.users(
                List.of(leaving, pod("b", "Pending", null), pod("c", "Running", "n1")), "data"))
        .extracting(ClaimUser::settled)
        .containsExactly(false, false, true);
  }

  private static Pod pod(String name, String phase, @Nullable String node) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withUid("uid-" + name)
        .endMetadata()
        .withNewSpec()
        .withNodeName(node)
        .addNewVolume()
        .withName("v")
        .withNewPersistentVolumeClaim("data", false)
        .endVolume()
        .endSpec()
        .withNewStatus()
        .withPhase(phase)
        .endStatus()
        .build();
  }
}
