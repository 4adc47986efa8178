package io.csdr.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// How long a service may ask to be left alone.
class PatienceTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void secondsAndDatesAreUnderstood() {
    assertThat(Patience.asked("7", NOW)).isEqualTo(Duration.ofSeconds(7));
    assertThat(Patience.asked("Sat, 21 Nov 2026 10:00:30 GMT", NOW))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void anythingElseAsksForNothing() {
    for (String text :
        new String[] {"", "-5", "soon", "99999999999", "Sat, 21 Nov 2026 09:00:00 GMT"}) {
      assertThat(Patience.asked(text, NOW)).isZero();
    }
  }

  @Test
  void thereIsNoPauseBeyondTheEnd() throws InterruptedException {
    assertThat(new Patience(Duration.ofSeconds(5)).pause("6")).isFalse();
    assertThat(new Patience(Duration.ofSeconds(5)).pause("")).isTrue();
  }
}
