package io.csdr.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.engine.EngineException;
import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.catalog.SampleBackups;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.journal.ProcessMark;
import io.csdr.engine.journal.RunBody;
import io.csdr.engine.journal.RunJournal;
import io.csdr.engine.journal.RunView;
import io.csdr.model.Phase;
import io.csdr.model.api.ResourceJson;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.TestCluster;
import io.csdr.vault.Vault;
import io.csdr.vault.commit.Run;
import io.csdr.vault.commit.RunDraft;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ClusterExtension.class)
class CancelFlowIT {
  @TempDir Path temporary;

  private final Vault vault = SampleBackups.vault();
  private final Cluster cluster;
  private final String uid;

  CancelFlowIT(TestCluster test) {
    this.cluster = Cluster.connect(test.config());
    this.uid = cluster.uid();
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aRunThatDiedBehindItsCommitHasMadeItsBackup() throws Exception {
    Run run = start("r1", "made", gone());
    SampleBackups.commit(vault, run, Phase.PARTIALLY_FAILED);

    assertThat(cancel("made", false))
        .isEqualTo(new CancelFlow.Ended("r1", Phase.PARTIALLY_FAILED))
        .matches(CancelFlow.Ended::tooLate);
    assertThat(phase(run)).isEqualTo(Phase.PARTIALLY_FAILED);
    assertThat(new Catalog(vault).open("made").header().runId()).isEqualTo("r1");
  }

  @Test
  void aBackupOfTheSameNameByAnotherRunIsNoReasonToSpareADeadOne() throws Exception {
    SampleBackups.commit(vault, "b", uid, SampleBackups.START, List.of());
    Run run = start("r1", "b", gone());

    assertThat(cancel("r1", false)).isEqualTo(new CancelFlow.Ended("r1", Phase.CANCELED));
    assertThat(phase(run)).isEqualTo(Phase.CANCELED);
  }

  @Test
  void aRunOfAnotherMachineIsAskedAndEndedAtOnceOnlyByForce() throws Exception {
    Run run = start("r1", "far", elsewhere());
    Thread waiting = Thread.ofVirtual().start(() -> cancelUntilInterrupted("far"));
    while (vault.journal(run).isEmpty()) {
      Thread.sleep(Duration.ofMillis(10));
    }
    assertThat(waiting.isAlive()).isTrue();
    assertThat(vault.outcome(run)).isEmpty();
    waiting.interrupt();
    waiting.join();

    assertThat(cancel("far", true)).isEqualTo(new CancelFlow.Ended("r1", Phase.CANCELED));
    assertThat(phase(run)).isEqualTo(Phase.CANCELED);
  }

  @Test
  void aRunThatIsSeenToLiveIsNotTakenForDeadByForce() throws Exception {
    try (RunJournal living = RunJournal.start(vault, Catalog.BACKUP, "alive", uid, Map.of())) {
      Thread waiting =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  cancel("alive", true);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      assertThatThrownBy(() -> Thread.sleep(Duration.ofMinutes(1)))
          .isInstanceOf(InterruptedException.class);
      assertThat(vault.outcome(living.run())).isEmpty();

      living.end(Phase.FAILED, "its own end");
      waiting.join();
      assertThat(phase(living.run())).isEqualTo(Phase.FAILED);
    }
  }

  @Test
  void workThatIsDoneStaysDoneWhenItIsInterruptedTooLate() throws Exception {
    try (RunJournal journal = RunJournal.start(vault, "restore", "r", uid, Map.of())) {
      String result =
          ending(journal)
              .of(
                  () -> {
                    Thread.currentThread().interrupt();
                    return "done";
                  },
                  Optional::empty,
                  done -> journal.end(Phase.COMPLETED, done));

      assertThat(result).isEqualTo("done");
      assertThat(Thread.interrupted()).as("for whoever goes on").isTrue();
      assertThat(phase(journal.run())).isEqualTo(Phase.COMPLETED);
    }
  }

  @Test
  void interruptedWorkIsCanceledUnlessTheVaultHasItsResult() throws Exception {
    try (RunJournal journal = RunJournal.start(vault, "restore", "r", uid, Map.of())) {
      assertThatThrownBy(() -> interrupted(journal, Optional.empty()))
          .isInstanceOf(CancellationException.class);
      assertThat(phase(journal.run())).isEqualTo(Phase.CANCELED);
    }
    try (RunJournal journal = RunJournal.start(vault, "restore", "r", uid, Map.of())) {
      assertThat(interrupted(journal, Optional.of("made"))).isEqualTo("made");
      assertThat(Thread.interrupted()).as("for whoever goes on").isTrue();
      assertThat(phase(journal.run())).isEqualTo(Phase.COMPLETED);
    }
  }

  @Test
  void whatNeverRanCannotBeCanceled() {
    assertThatThrownBy(() -> cancel("none", true))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no run of this name");
  }

  private String interrupted(RunJournal journal, Optional<String> made) {
    return ending(journal)
        .of(
            () -> {
              throw new InterruptedException();
            },
            () -> made,
            done -> journal.end(Phase.COMPLETED, done));
  }

  private Ending ending(RunJournal journal) {
    return new Ending(journal, new Housekeeping(site()));
  }

  private void cancelUntilInterrupted(String name) {
    try {
      cancel(name, false);
    } catch (InterruptedException | CancellationException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CancelFlow.Ended cancel(String name, boolean force) throws InterruptedException {
    return new CancelFlow(
            site(),
            context -> {
              throw new IllegalStateException(context);
            })
        .run(name, force);
  }

  private Site site() {
    return new Site(cluster, vault, "test", temporary, event -> {});
  }

  private Phase phase(Run run) {
    return RunView.of(vault, run, InstantSource.system()).phase();
  }

  private static ProcessMark gone() {
    ProcessMark own = ProcessMark.own();
    return new ProcessMark(
        own.boot(), own.pid(), own.started().minusSeconds(60), own.machine(), own.pids());
  }

  private static ProcessMark elsewhere() {
    return new ProcessMark("elsewhere", 1, Instant.EPOCH, "another", null);
  }

  private Run start(String id, String name, ProcessMark process) {
    RunBody body = new RunBody(process, ResourceJson.tree(Map.of()), null);
    return vault.startRun(
        new RunDraft(id, name, Catalog.BACKUP, uid, Duration.ofDays(1), ResourceJson.write(body)));
  }
}
