package io.csdr.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.catalog.SampleBackups;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.journal.RunJournal;
import io.csdr.model.Phase;
import io.csdr.model.ProgressEvent;
import io.csdr.testing.store.FaultyStore;
import io.csdr.vault.Vault;
import io.csdr.vault.commit.CommitHeader;
import io.csdr.vault.commit.Run;
import io.csdr.vault.store.MemoryStore;
import io.csdr.vault.store.StoreException;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpiryTest {
  private static final Instant START = SampleBackups.START;

  @TempDir Path temporary;

  private final AtomicReference<Instant> time = new AtomicReference<>(START);
  private final FaultyStore store = new FaultyStore(new MemoryStore(time::get));
  private final Vault vault = SampleBackups.vault(store);
  private final List<ProgressEvent> told = new ArrayList<>();

  /// Nobody talks to it.
  private final Cluster cluster =
      Cluster.connect(new ConfigBuilder().withMasterUrl("https://127.0.0.1:1").build());

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void expiredBackupsGoButNotTheOneJustMade() {
    commit("old", 1);
    String own = commit("just-made", 2);
    commit("newest", 3);

    expire(vault.findRun(own).orElseThrow());

    assertThat(vault.commits())
        .extracting(CommitHeader::name)
        .containsExactly("just-made", "newest");
  }

  @Test
  void runsAreForgottenThirtyDaysAfterTheirEnd() {
    Run failed = run("failed", true);
    Run dead = run("dead", false);
    Run before = run("again", true);
    run("again", false);
    time.set(START.plus(Duration.ofDays(20)));
    Run later = run("later", true);
    time.set(START.plus(Duration.ofDays(29)));
    expire(run("nightly", true));
    assertThat(vault.findRun(failed.runId())).isPresent();

    time.set(START.plus(Duration.ofDays(31)));
    expire(run("nightly", true));

    assertThat(vault.findRun(failed.runId())).isEmpty();
    assertThat(List.of(dead, before, later))
        .allMatch(run -> vault.findRun(run.runId()).isPresent());
    store.list(failed.place() + "/", left -> assertThat(left.key()).isNull());
  }

  @Test
  void theClockOfThisMachineDoesNotCount() {
    Run failed = run("failed", true);

    expire(run("nightly", true));

    assertThat(vault.findRun(failed.runId())).isPresent();
  }

  @Test
  void backupsExpireByTheTimeOfTheStore() {
    time.set(Instant.parse("2001-01-01T00:00:00Z"));
    commit("kept-until-2002", Instant.parse("2002-01-01T00:00:00Z"));
    commit("kept-until-2000", Instant.parse("2000-06-01T00:00:00Z"));
    commit("newest", 100);

    expire(run("nightly", true));

    assertThat(vault.commits())
        .extracting(CommitHeader::name)
        .containsExactlyInAnyOrder("kept-until-2002", "newest");
  }

  @Test
  void whatCannotBeRemovedIsToldAndStays() {
    run("failed", true);
    time.set(START.plus(Duration.ofDays(31)));
    Run run = run("nightly", true);
    store.failOn(FaultyStore.Call.DELETE, "j/", 1, () -> denied());

    expire(run);

    assertThat(told).singleElement().asString().contains("could not be removed", "kept");
  }

  @Test
  void aRunWhoseRemovalIsCutOffNeverSeemsToGoOn() {
    for (int call = 1; call <= 3; call++) {
      Run old = run("failed", true);
      vault.appendRun(old, 1, new byte[] {7});
      store.failOn(FaultyStore.Call.DELETE, old.place(), call, () -> denied());

      assertThatThrownBy(() -> vault.deleteRun(old)).isInstanceOf(StoreException.Denied.class);

      assertThat(vault.runs()).allMatch(run -> run.ended().isPresent());
      vault.deleteRun(old);
      store.list(old.place() + "/", left -> assertThat(left.key()).isNull());
    }
  }

  @Test
  void aStoreThatRetainsStillTellsItsTimeAndTakesHeartbeats() {
    Run run = run("failed", true);
    for (int call = 1; call <= 2; call++) {
      store.failOn(FaultyStore.Call.DELETE, "j/", call, () -> denied());
    }

    assertThat(vault.storeTime()).isEqualTo(START);
    vault.beat(run, 1);
    assertThat(vault.lastBeat(run)).contains(START);
  }

  private void expire(Run run) {
    new Expiry(new Site(cluster, vault, "test", temporary, told::add)).removeExpired(run);
  }

  private Run run(String name, boolean ends) {
    try (RunJournal journal = RunJournal.start(vault, Catalog.BACKUP, name, "uid", Map.of())) {
      if (ends) {
        journal.end(Phase.FAILED, "no room");
      }
      return journal.run();
    }
  }

  private static StoreException denied() {
    return new StoreException.Denied("kept", new IOException());
  }

  private String commit(String name, int day) {
    Instant started = START.minus(Duration.ofDays(100 - day));
    return commit(name, started, started.plusSeconds(60));
  }

  private String commit(String name, Instant until) {
    return commit(name, Instant.parse("2000-01-01T00:00:00Z"), until);
  }

  private String commit(String name, Instant started, Instant until) {
    return SampleBackups.commit(
        vault,
        name,
        "uid",
        started,
        new SampleBackups.Kept(Phase.COMPLETED, List.of("shop"), until));
  }
}
