package io.csdr.engine.volume.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.volume.claim.CaptureMethod;
import io.csdr.engine.volume.claim.CaptureMethod.IdleCopy;
import io.csdr.engine.volume.claim.CaptureMethod.LiveCopy;
import io.csdr.engine.volume.claim.ClaimUser;
import io.csdr.engine.volume.claim.Facts;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DepartureRuleTest {
  private static final CaptureMethod LIVE = new LiveCopy("n1");
  private static final CaptureMethod IDLE = new IdleCopy();
  private static final ClaimUser HERE = Facts.running("here", "n1");
  private static final ClaimUser ELSEWHERE = Facts.running("elsewhere", "n2");
  private static final ClaimUser GOING = Facts.leaving("going", "n1");
  private static final ClaimUser UNSCHEDULED = Facts.waiting("unscheduled");

  static Stream<Arguments> moments() {
    return Stream.of(
        moment("its pod runs", LIVE, false, List.of(HERE), false),
        moment("a second pod comes to its node", LIVE, false, List.of(HERE, GOING), false),
        moment("a pod waits for the scheduler", LIVE, false, List.of(HERE, UNSCHEDULED), false),
        moment("its pod ends", LIVE, false, List.of(GOING), true),
        moment("its pod is gone", LIVE, false, List.of(), true),
        moment("its pod is gone, the next waits", LIVE, false, List.of(UNSCHEDULED), true),
        moment("the next is elsewhere", LIVE, false, List.of(GOING, ELSEWHERE), true),
        moment("one is here and one elsewhere", LIVE, false, List.of(HERE, ELSEWHERE), true),
        moment("shared, one ends", LIVE, true, List.of(GOING, ELSEWHERE), false),
        moment("nobody uses it", IDLE, false, List.of(), false),
        moment("a pod waits for the scheduler, unused", IDLE, false, List.of(UNSCHEDULED), false),
        moment("a pod comes", IDLE, false, List.of(HERE), true),
        moment("a pod comes to a shared volume", IDLE, true, List.of(HERE), true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("moments")
  void aMoverLeavesForItsPodsAndForNothingElse(
      String what, CaptureMethod method, boolean shared, List<ClaimUser> users, boolean leaves) {
    assertThat(DepartureRule.departure(method, shared, users) != null).isEqualTo(leaves);
  }

  static Stream<Arguments> settlements() {
    return Stream.of(
        Arguments.of(List.of(), true),
        Arguments.of(List.of(UNSCHEDULED), true),
        Arguments.of(List.of(HERE), true),
        Arguments.of(List.of(GOING, ELSEWHERE), true),
        Arguments.of(List.of(GOING), false),
        Arguments.of(List.of(GOING, UNSCHEDULED), false));
  }

  @ParameterizedTest
  @MethodSource("settlements")
  void aCopyBeginsWhenThePodsHaveDecidedWhereTheyAre(List<ClaimUser> users, boolean settled) {
    assertThat(DepartureRule.settled(users)).isEqualTo(settled);
  }

  private static Arguments moment(
      String what, CaptureMethod method, boolean shared, List<ClaimUser> users, boolean leaves) {
    return Arguments.of(what, method, shared, users, leaves);
  }
}
