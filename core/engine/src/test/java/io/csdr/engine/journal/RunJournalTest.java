package io.csdr.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.csdr.model.Phase;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.CreateOptions;
import io.csdr.vault.Vault;
import io.csdr.vault.commit.Run;
import io.csdr.vault.commit.RunDraft;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.store.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunJournalTest {
  private final Vault vault = newVault();

  static Vault newVault() {
    CreateOptions options = CreateOptions.standard();
    return Vault.create(new MemoryStore(), options, KeyFile.random(options.id()), "test");
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
        new ProcessMark(own.boot(), own.pid(), own.started().minusSeconds(60), own.machine());

    assertThat(view(start(gone)).phase()).isEqualTo(Phase.INTERRUPTED);
  }

  @Test
  void aRunOfAnotherMachineIsInterruptedOnceItsTimeIsOver() {
    Run run = start(new ProcessMark("elsewhere", 1, Instant.EPOCH, "another"));

    assertThat(view(run).phase()).isEqualTo(Phase.IN_PROGRESS);
    Instant later = run.started().plus(Duration.ofHours(2));
    assertThat(RunView.of(vault, run, later).phase()).isEqualTo(Phase.INTERRUPTED);
  }

  @Test
  void aRunOfAnEarlierBootOfThisMachineWasInterrupted() {
    ProcessMark own = ProcessMark.own();
    assumeThat(own.boot()).isNotEmpty();
    assumeThat(own.machine()).isNotEmpty();
    ProcessMark before =
        new ProcessMark("an earlier boot", own.pid(), own.started(), own.machine());

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
    return RunView.of(vault, vault.findRun(run.runId()).orElseThrow(), Instant.now());
  }

  private Run start(ProcessMark process) {
    RunBody body = new RunBody(process, ResourceJson.tree(Map.of()));
    return vault.startRun(
        new RunDraft("r1", "b", "backup", "uid", Duration.ofHours(1), ResourceJson.write(body)));
  }
}
