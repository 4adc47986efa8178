package io.csdr.engine.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodTroubleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{restartCount: 3, ready: false, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 1}}} | CrashLoop",
        "{restartCount: 3, ready: false, state: {waiting: {reason: ContainerCreating}}, lastState: {terminated: {exitCode: 1}}} | CrashLoop",
        "{restartCount: 3, ready: false, state: {terminated: {exitCode: 1}}, lastState: {}} | CrashLoop",
        "{restartCount: 3, ready: false, state: {running: {}}, lastState: {terminated: {exitCode: 1}}} | CrashLoop",
        "{restartCount: 3, ready: false, state: {terminated: {exitCode: 0}}, lastState: {terminated: {exitCode: 0}}} | CrashLoop",
        "{restartCount: 0, ready: false, state: {terminated: {exitCode: 1}}} | CrashLoop",
        "{restartCount: 1, ready: false, state: {running: {}}} | CrashLoop",
        "{restartCount: 0, ready: false, state: {terminated: {exitCode: 0}}} | none",
        "{restartCount: 2, ready: true, state: {running: {}}, lastState: {terminated: {exitCode: 1}}} | none",
        "{restartCount: 0, ready: false, state: {running: {}}} | none",
        "{restartCount: 0, ready: false, state: {waiting: {reason: ContainerCreating}}} | none",
        "{restartCount: 0, ready: false, state: {waiting: {reason: ImagePullBackOff}}} | ImagePull",
        "{restartCount: 0, ready: false, state: {waiting: {reason: CreateContainerConfigError}}} | ContainerStart"
      })
  void aContainersTroubleIsTheSameWhicheverMomentOneLooks(String status, String type) {
    assertThat(
            PodTrouble.ofContainer("", Fixtures.object(status).json())
                .map(PodTrouble.Trouble::type)
                .orElse("none"))
        .isEqualTo(type);
  }

  @Test
  void aCrashTellsTheCodeOfTheNewestEnd() {
    String status =
        "{name: main, state: {terminated: {exitCode: 9}}, lastState: {terminated: {exitCode: 1}}}";

    assertThat(
            PodTrouble.ofContainer("pod a: ", Fixtures.object(status).json())
                .orElseThrow()
                .message())
        .isEqualTo("pod a: container main keeps ending, last with code 9");
  }
}
