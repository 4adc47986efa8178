package io.csdr.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.model.Phase;
import io.csdr.vault.Vault;
import io.csdr.vault.commit.CommitHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Instant START = SampleBackups.START;
  private static final Instant LATER = START.plus(Duration.ofDays(100));

  private final Vault vault = SampleBackups.vault();

  @Test
  void expiredBackupsMayGoButTheNewestWholeOneStays() {
    commit("old", 1, Phase.COMPLETED, List.of("shop"));
    commit("newer", 2, Phase.COMPLETED, List.of("shop"));
    commit("partial", 3, Phase.PARTIALLY_FAILED, List.of("shop"));

    assertThat(expired(LATER)).containsExactly("partial", "old");
  }

  @Test
  void whatHasNotExpiredStays() {
    commit("old", 1, Phase.COMPLETED, List.of("shop"));
    commit("newer", 20, Phase.COMPLETED, List.of("shop"));

    assertThat(expired(START.plus(Duration.ofDays(1)))).isEmpty();
    assertThat(expired(START.plus(Duration.ofDays(12)))).containsExactly("old");
  }

  @Test
  void aBackupOfSomethingElseIsNoSubstitute() {
    commit("shop", 1, Phase.COMPLETED, List.of("shop"));
    commit("pay", 2, Phase.COMPLETED, List.of("payments"));
    commit("both", 3, Phase.COMPLETED, List.of("payments", "shop"));

    assertThat(expired(LATER)).isEmpty();
  }

  @Test
  void whereNoneIsWholeTheNewestPartialOneStays() {
    commit("older", 1, Phase.PARTIALLY_FAILED, List.of("shop"));
    commit("newer", 2, Phase.PARTIALLY_FAILED, List.of("shop"));
    commit("other", 3, Phase.PARTIALLY_FAILED, List.of("payments"));
    commit("whole", 4, Phase.COMPLETED, List.of("payments"));

    assertThat(expired(LATER)).containsExactly("other", "older");
  }

  @Test
  void oneThatHoldsNothingIsNoSubstitute() {
    commit("partial", 1, Phase.PARTIALLY_FAILED, List.of("shop"));
    Instant started = START.plus(Duration.ofDays(2));
    SampleBackups.commit(
        vault,
        "empty",
        "uid-a",
        started,
        new SampleBackups.Kept(
            Phase.PARTIALLY_FAILED, List.of("shop"), started.plus(Duration.ofDays(10)), 0));

    assertThat(expired(LATER)).containsExactly("empty");
  }

  @Test
  void otherClustersAreNotTouched() {
    commit("old", 1, Phase.COMPLETED, List.of("shop"));
    commit("newer", 2, Phase.COMPLETED, List.of("shop"));

    assertThat(new Retention(vault).expired("uid-b", LATER)).isEmpty();
  }

  /// Each is kept for ten days from the day that it was made.
  private void commit(String name, int day, Phase phase, List<String> namespaces) {
    Instant started = START.plus(Duration.ofDays(day));
    SampleBackups.commit(
        vault,
        name,
        "uid-a",
        started,
        new SampleBackups.Kept(phase, namespaces, started.plus(Duration.ofDays(10))));
  }

  private List<String> expired(Instant now) {
    return new Retention(vault).expired("uid-a", now).stream().map(CommitHeader::name).toList();
  }
}
