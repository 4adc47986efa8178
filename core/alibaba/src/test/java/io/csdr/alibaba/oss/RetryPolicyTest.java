package io.csdr.alibaba.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final Duration SILENCE = Duration.ofSeconds(1);

  private final RetryPolicy policy =
      new RetryPolicy(9, Duration.ofMillis(100), Duration.ofSeconds(2), SILENCE);

  private long longest(int attempt) {
    return IntStream.range(0, 3000)
        .mapToLong(i -> policy.delay(attempt, Optional.empty()).toMillis())
        .max()
        .orElseThrow();
  }

  @Test
  void waitsGrowToTheLongestAndAreRandom() {
    assertThat(longest(1)).isBetween(90L, 100L);
    assertThat(longest(3)).isBetween(360L, 400L);
    assertThat(longest(6)).isBetween(1800L, 2000L);
    assertThat(longest(80)).isBetween(1800L, 2000L);
    assertThat(
            IntStream.range(0, 100)
                .mapToObj(i -> policy.delay(6, Optional.empty()))
                .distinct()
                .count())
        .isGreaterThan(10);
  }

  @Test
  void aServersWishIsKeptWithinReason() {
    assertThat(policy.delay(1, Optional.of(Duration.ofSeconds(1))))
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(policy.delay(1, Optional.of(Duration.ofHours(1)))).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void impossiblePoliciesAreRefused() {
    assertThatThrownBy(() -> new RetryPolicy(0, Duration.ZERO, Duration.ZERO, SILENCE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new RetryPolicy(1, Duration.ofSeconds(2), Duration.ofSeconds(1), SILENCE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
