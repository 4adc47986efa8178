package io.csdr.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The pairs are those of apimachinery's `HumanDuration`.
class AgeTest {
  @ParameterizedTest
  @CsvSource({
    "PT1S,1s",
    "PT70S,70s",
    "PT190S,3m10s",
    "PT10M,10m",
    "PT70M,70m",
    "PT179M,179m",
    "PT3H,3h",
    "PT3H10M,3h10m",
    "PT8H,8h",
    "PT47H59M,47h",
    "P2D,2d",
    "P3DT4H,3d4h",
    "P8D,8d",
    "P729D,729d",
    "P730D,2y",
    "P760D,2y30d",
    "P2920D,8y",
    "P3300D,9y",
    "PT-1S,0s",
    "PT-2S,<invalid>"
  })
  void agesReadAsInKubectl(Duration age, String expected) {
    assertThat(Age.of(age)).isEqualTo(expected);
  }
}
