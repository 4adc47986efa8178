package io.csdr.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.csdr.model.Phase;
import io.csdr.model.api.ResourceJson;
import io.csdr.testing.store.FaultyStore;
import io.csdr.vault.CreateOptions;
import io.csdr.vault.Vault;
import io.csdr.vault.commit.Run;
import io.csdr.vault.commit.RunDraft;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.store.MemoryStore;
import io.csdr.vault.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunJournalTest {
  private static final ProcessMark ELSEWHERE =
      new ProcessMark("elsewhere", 1, Instant.EPOCH, "another", null);
  private static final RunJournal.Pace FAST =
      new RunJournal.Pace(Duration.ofMillis(5), Duration.ofMillis(20));

  private final AtomicReference<Instant> time = new AtomicReference<>(Instant.now());
  private final FaultyStore store = new FaultyStore(new MemoryStore(time::get));
  private final Vault vault = newVault(store);

  static Vault newVault() {
    return newVault(new MemoryStore());
  }

  private static Vault newVault(Store store) {
    CreateOptions options = CreateOptions.standard();
    return Vault.create(store, options, KeyFile.random(options.id()), "test");
  }

  @Test
  void aRunOfAnotherMachineIsInterruptedWhenItsHeartbeatsStop() {
    Run run = far();

    assertThat(after(run, Duration.ofMinutes(4))).isEqualTo(Phase.IN_PROGRESS);
    assertThat(after(run, Duration.ofMinutes(6))).isEqualTo(Phase.INTERRUPTED);

    time.updateAndGet(now -> now.plus(Duration.ofMinutes(10)));
    vault.beat(run, 1);
    assertThat(after(run, Duration.ofMinutes(14))).isEqualTo(Phase.IN_PROGRESS);
    assertThat(after(run, Duration.ofMinutes(16))).isEqualTo(Phase.INTERRUPTED);
  }

  @Test
  void heartbeatsDoNotOutlastTheLongestDuration() {
    Run run = far();
    time.updateAndGet(now -> now.plus(Duration.ofHours(2)));
    vault.beat(run, 1);

    assertThat(after(run, Duration.ofHours(2))).isEqualTo(Phase.INTERRUPTED);
  }

  @Test
  void aRunOfAnOlderProgramWhichHasNoHeartbeatsKeepsItsTime() {
    assertThat(after(start(ELSEWHERE), Duration.ofMinutes(59))).isEqualTo(Phase.IN_PROGRESS);
    String json =
        "{\"process\":{\"boot\":\"elsewhere\",\"pid\":1,\"started\":\"2026-11-21T04:00:00Z\"},"
            + "\"request\":{}}";
    RunBody old = ResourceJson.read(json.getBytes(StandardCharsets.UTF_8), RunBody.class);
    assertThat(old.beat()).isNull();
  }

  @Test
  void aLivingRunWritesHeartbeatsAndKeepsTheLastOneOnly() throws Exception {
    try (RunJournal journal = RunJournal.start(vault, "backup", "b", "uid", Map.of(), FAST)) {
      List<String> beats = beats(journal);
      while (beats.isEmpty() || beats.getLast().compareTo("beat-00000003") < 0) {
        assertThat(beats).hasSizeLessThanOrEqualTo(2);
        Thread.sleep(Duration.ofMillis(5));
        beats = beats(journal);
      }
      assertThat(vault.lastBeat(journal.run())).contains(time.get());
      assertThat(vault.journal(journal.run())).isEmpty();
    }
  }

  @Test
  void aRunThatWasTakenForDeadEndsItself() {
    try (RunJournal journal = RunJournal.start(vault, "backup", "b", "uid", Map.of(), FAST)) {
      RunJournal.endFor(vault, journal.run(), Phase.INTERRUPTED, "continued by another run");

      assertThatThrownBy(() -> Thread.sleep(Duration.ofMinutes(1)))
          .isInstanceOf(InterruptedException.class);
      assertThat(journal.cancelled()).isTrue();
    }
  }

  @Test
  void aCancelThatCannotBeReadIsReadAgain() throws Exception {
    try (RunJournal journal = RunJournal.start(vault, "backup", "b", "uid", Map.of(), FAST)) {
      store.flipBit(journal.run().place() + "/00000001", 300);
      RunJournal.cancel(vault, journal.run());
      int before = store.calls(FaultyStore.Call.READ);
      while (store.calls(FaultyStore.Call.READ) < before + 3) {
        Thread.sleep(Duration.ofMillis(5));
      }
      assertThat(journal.cancelled()).isFalse();
      store.heal();

      assertThatThrownBy(() -> Thread.sleep(Duration.ofMinutes(1)))
          .isInstanceOf(InterruptedException.class);
    }
  }

  private List<String> beats(RunJournal journal) {
    String prefix = journal.run().place() + "/";
    List<String> names = new ArrayList<>();
    store.list(prefix + "beat-", beat -> names.add(beat.key().substring(prefix.length())));
    return names;
  }

  @Test
  void aRunOfALivingProcessIsInProgress() {
    try (RunJournal journal = RunJournal.start(vault, "backup", "b", "uid", Map.of())) {
      assertThat(view(journal.run()).phase()).isEqualTo(Phase.IN_PROGRESS);
    }
  }

  @Test
  void anEndedRunTellsHow() {
    try (RunJournal journal = RunJournal.start(vault, "backup", "b", "uid", Map.of())) {
      journal.end(Phase.FAILED, "no room");
      journal.end(Phase.COMPLETED, "too late");

      assertThat(view(journal.run()).phase()).isEqualTo(Phase.FAILED);
      assertThat(view(journal.run()).message()).isEqualTo("no room");
    }
  }

  @Test
  void aRunWhoseProcessIsGoneWasInterrupted() {
    ProcessMark own = ProcessMark.own();
    ProcessMark gone =
        new ProcessMark(
            own.boot(), own.pid(), own.started().minusSeconds(60), own.machine(), own.pids());

    assertThat(view(start(gone)).phase()).isEqualTo(Phase.INTERRUPTED);
  }

  @Test
  void aRunOfAnotherMachineIsInterruptedOnceItsTimeIsOver() {
    Run run = start(ELSEWHERE);

    assertThat(view(run).phase()).isEqualTo(Phase.IN_PROGRESS);
    Instant later = run.started().plus(Duration.ofHours(2));
    assertThat(RunView.of(vault, run, () -> later).phase()).isEqualTo(Phase.INTERRUPTED);
  }

  @Test
  void aProcessOfAnotherContainerIsNotTakenForDead() {
    ProcessMark own = ProcessMark.own();
    ProcessMark elsewhere =
        new ProcessMark(
            own.boot(), own.pid(), own.started().minusSeconds(60), own.machine(), "pid:[1]");

    assertThat(elsewhere.state()).isEqualTo(ProcessMark.State.UNKNOWN);
  }

  @Test
  void aRunOfAnEarlierBootOfThisMachineWasInterrupted() {
    ProcessMark own = ProcessMark.own();
    assumeThat(own.boot()).isNotEmpty();
    assumeThat(own.machine()).isNotEmpty();
    ProcessMark before =
        new ProcessMark("an earlier boot", own.pid(), own.started(), own.machine(), own.pids());

    assertThat(view(start(before)).phase()).isEqualTo(Phase.INTERRUPTED);
  }

  @Test
  void aMarkOfAnOlderProgramIsOfNoKnownMachine() {
    String json = "{\"boot\":\"elsewhere\",\"pid\":1,\"started\":\"2026-11-21T04:00:00Z\"}";
    ProcessMark old = ResourceJson.read(json.getBytes(StandardCharsets.UTF_8), ProcessMark.class);

    assertThat(old.state()).isEqualTo(ProcessMark.State.UNKNOWN);
  }

  @Test
  void cancelInterruptsTheThreadThatRuns() {
    try (RunJournal journal = RunJournal.start(vault, "backup", "b", "uid", Map.of())) {
      RunJournal.cancel(vault, journal.run());

      assertThatThrownBy(() -> Thread.sleep(Duration.ofMinutes(1)))
          .isInstanceOf(InterruptedException.class);
      assertThat(journal.cancelled()).isTrue();
    }
  }

  private RunView view(Run run) {
    return RunView.of(vault, vault.findRun(run.runId()).orElseThrow(), InstantSource.system());
  }

  /// A run of another machine whose heartbeats come every minute.
  private Run far() {
    return start(ELSEWHERE, Duration.ofMinutes(1));
  }

  private Phase after(Run run, Duration time) {
    return RunView.of(vault, run, () -> run.started().plus(time)).phase();
  }

  private Run start(ProcessMark process) {
    return start(process, null);
  }

  private Run start(ProcessMark process, @Nullable Duration beat) {
    RunBody body = new RunBody(process, ResourceJson.tree(Map.of()), beat);
    return vault.startRun(
        new RunDraft("r1", "b", "backup", "uid", Duration.ofHours(1), ResourceJson.write(body)));
  }
}
