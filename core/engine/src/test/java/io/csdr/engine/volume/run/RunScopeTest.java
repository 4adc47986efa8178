package io.csdr.engine.volume.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunScopeTest {
  private static final Instant END = Instant.parse("2026-11-22T00:00:00.123Z");
  private static final RunScope SCOPE = RunScope.ofClient("r1", END);

  @Test
  void namesAreTheSameOnEveryAttemptAndDifferByRunStepAndObject() {
    String name = SCOPE.name("mover", "shop/data");

    assertThat(name)
        .matches("csdr-[0-9a-f]{12}")
        .isEqualTo(RunScope.ofClient("r1", END.plusSeconds(9)).name("mover", "shop/data"))
        .isNotEqualTo(RunScope.ofClient("r2", END).name("mover", "shop/data"))
        .isNotEqualTo(SCOPE.name("staging", "shop/data"))
        .isNotEqualTo(SCOPE.name("mover", "shop/data2"));
  }

  @Test
  void onlyNamesOfARunLookLikeOne() {
    String name = SCOPE.name("mover", "shop/data");

    assertThat(RunScope.isName(name)).isTrue();
    assertThat(RunScope.isName(name + "-x7k2p")).isTrue();
    assertThat(RunScope.isName("my-" + name)).isFalse();
    assertThat(RunScope.isName("csdr-data")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"A_B", "a.b", "-a", ""})
  void notEveryLabelValueIsARun(String label) {
    assertThat(RunScope.isRun(label)).isFalse();
    assertThat(RunScope.isRun("0123456789abcdef")).isTrue();
  }

  @Test
  void everythingCarriesRunRoleManagerAndExpiry() {
    ObjectMeta meta = SCOPE.meta("shop", "x", RunRole.SHARED_SNAPSHOT);

    assertThat(meta.getLabels())
        .containsEntry("csdr.alibabacloud.com/run", "r1")
        .containsEntry("csdr.alibabacloud.com/role", "shared-snapshot")
        .containsEntry("app.kubernetes.io/managed-by", "kubectl-csdr");
    assertThat(meta.getAnnotations())
        .containsEntry("csdr.alibabacloud.com/expires", "2026-11-22T00:00:00Z");
  }

  @Test
  void ownershipIsOfOneRunAndOneRole() {
    ObjectMeta meta = SCOPE.meta("shop", "x", RunRole.GATE);

    assertThat(SCOPE.owns(meta, RunRole.GATE)).isTrue();
    assertThat(SCOPE.owns(meta, RunRole.STAGING)).isFalse();
    assertThat(RunScope.ofClient("r2", END).owns(meta, RunRole.GATE)).isFalse();
    assertThat(SCOPE.owns(new ObjectMeta(), RunRole.GATE)).isFalse();
  }

  @Test
  void onlyTheClientsOwnNamespaceEndsWithTheRun() {
    assertThat(SCOPE.workspace()).isEqualTo("csdr-run-r1");
    assertThat(SCOPE.ownsWorkspace()).isTrue();
    assertThat(new RunScope("r1", "csdr", END).ownsWorkspace()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "A", "a_b", "-a", "a/b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
  void whatCannotNameANamespaceIsNoRunId(String run) {
    assertThatThrownBy(() -> RunScope.ofClient(run, END))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource
  void rolesAreReadBackFromTheirLabels(RunRole role) {
    assertThat(RunRole.of(role.label())).isEqualTo(role);
  }
}
