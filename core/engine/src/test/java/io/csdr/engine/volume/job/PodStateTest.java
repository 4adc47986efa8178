package io.csdr.engine.volume.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.volume.job.PodState.Dead;
import io.csdr.engine.volume.job.PodState.Running;
import io.csdr.engine.volume.job.PodState.Starting;
import io.csdr.engine.volume.job.PodState.Stuck;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodStateTest {
  private static final String IMAGE = "localhost/csdr:1";

  @Test
  void whatTheSchedulerSaysIsPassedOn() {
    assertThat(
            state(
                "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', message: no node}]}"))
        .isEqualTo(new Starting("no node"));
    assertThat(state("{phase: Pending}")).isEqualTo(new Starting(""));
    assertThat(state("{}")).isEqualTo(new Starting(""));
  }

  @ParameterizedTest
  @CsvSource({
    "ErrImagePull, ImagePull",
    "ImagePullBackOff, ImagePull",
    "InvalidImageName, ImagePull",
    "ErrImageNeverPull, ImagePull",
    "CreateContainerConfigError, MoverNotStarted",
    "RunContainerError, MoverNotStarted",
  })
  void whatWaitingDoesNotMendIsToldWithNode(String reason, String type) {
    PodState state =
        state(
            "{phase: Pending, containerStatuses: [{state: {waiting: {reason: "
                + reason
                + ", message: why}}}]}");

    assertThat(state)
        .isInstanceOfSatisfying(
            Stuck.class,
            stuck -> {
              assertThat(stuck.type()).isEqualTo(type);
              assertThat(stuck.message()).contains("n1").contains("why");
            });
  }

  @Test
  void aFailedPullNamesImageAndFlag() {
    Stuck stuck =
        (Stuck)
            state(
                "{phase: Pending, containerStatuses: [{state: {waiting: {reason: ErrImagePull}}}]}");

    assertThat(stuck.message()).contains(IMAGE);
    assertThat(stuck.fix()).contains("--image").contains("--image-pull-secret");
  }

  @ParameterizedTest
  @CsvSource({
    "ErrImagePull, no match for platform in manifest",
    "RunContainerError, exec format error",
  })
  void anImageOfAnotherArchitectureIsRecognised(String reason, String words) {
    PodState state =
        state(
            "{phase: Pending, containerStatuses: [{state: {waiting: {reason: "
                + reason
                + ", message: "
                + words
                + "}}}]}");

    assertThat(state)
        .isInstanceOfSatisfying(
            Stuck.class, stuck -> assertThat(stuck.type()).isEqualTo("WrongArchitecture"));
  }

  @Test
  void aContainerOnItsWayIsNoTrouble() {
    assertThat(
            state(
                "{phase: Pending, containerStatuses: [{state: {waiting: {reason: ContainerCreating}}}]}"))
        .isEqualTo(new Starting(""));
  }

  @Test
  void anEndIsToldWithItsReason() {
    assertThat(state("{phase: Running, containerStatuses: [{state: {running: {}}}]}"))
        .isEqualTo(new Running());
    assertThat(state("{phase: Failed, reason: Evicted, message: no disk}"))
        .isEqualTo(new Dead("Evicted: no disk"));
    assertThat(
            state(
                "{phase: Failed, containerStatuses: [{state: {terminated: {exitCode: 137, reason: OOMKilled}}}]}"))
        .isEqualTo(new Dead("it was killed because it used more memory than its limit"));
    assertThat(
            state(
                "{phase: Failed, containerStatuses: [{state: {terminated: {exitCode: 3, reason: Error, message: ' broken '}}}]}"))
        .isEqualTo(new Dead("it ended with exit code 3: broken"));
    assertThat(state("{phase: Running, containerStatuses: [{state: {terminated: {exitCode: 1}}}]}"))
        .isInstanceOf(Dead.class);
  }

  private static PodState state(String status) {
    Pod pod =
        new KubernetesSerialization()
            .unmarshal(
                "apiVersion: v1\nkind: Pod\nspec: {nodeName: n1}\nstatus: " + status, Pod.class);
    return PodState.of(pod, IMAGE);
  }
}
