package io.csdr.engine.journal;

import io.csdr.model.Phase;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.commit.Run;
import io.csdr.vault.commit.RunDraft;
import io.csdr.vault.store.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/// The run of this process: written down before anything else, ended exactly once, and cancelled by
/// whoever writes so into its journal.
///
/// While it is open, a watcher writes heartbeats, and interrupts the thread that started it as soon as
/// somebody asks for its end, or has ended it because he took it for dead.
public final class RunJournal implements AutoCloseable {
  /// After this time a run is over, whatever became of it.
  public static final Duration LONGEST = Duration.ofDays(7);

  /// The journal record that asks a run to end.
  private static final int CANCEL = 1;

  /// How often the watcher looks whether the run was asked to end, and how often it says that it lives.
  record Pace(Duration look, Duration beat) {
    static final Pace STANDARD = new Pace(Duration.ofSeconds(1), Duration.ofMinutes(1));
  }

  private final Vault vault;
  private final Run run;
  private final Pace pace;
  private final Thread owner;
  private final Thread watcher;
  private volatile boolean cancelled;
  private volatile boolean ended;

  private RunJournal(Vault vault, Run run, Pace pace) {
    this.vault = vault;
    this.run = run;
    this.pace = pace;
    this.owner = Thread.currentThread();
    this.watcher = Thread.ofPlatform().daemon().name("run-watch").start(this::watch);
  }

  /// Starts a run of `kind` for the backup or restore `name`.
  public static RunJournal start(
      Vault vault, String kind, String name, String clusterUid, Object request) {
    return start(vault, kind, name, clusterUid, request, Pace.STANDARD);
  }

  static RunJournal start(
      Vault vault, String kind, String name, String clusterUid, Object request, Pace pace) {
    String id = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    RunBody body = new RunBody(ProcessMark.own(), ResourceJson.tree(request), pace.beat());
    Run run =
        vault.startRun(new RunDraft(id, name, kind, clusterUid, LONGEST, ResourceJson.write(body)));
    return new RunJournal(vault, run, pace);
  }

  /// Whether a text has the form of a run's id.
  public static boolean isId(String text) {
    return text.matches("[0-9a-f]{16}");
  }

  /// Asks the process of another run to end; returns at once.
  public static void cancel(Vault vault, Run run) {
    vault.appendRun(run, CANCEL, ResourceJson.write(Map.of("cancel", true)));
  }

  /// Ends a run whose process cannot do it any more.
  public static void endFor(Vault vault, Run run, Phase phase, String message) {
    vault.endRun(run, ResourceJson.write(new RunEnd(phase.toString(), message)));
  }

  /// The run's id, 16 hexadecimal digits.
  public String id() {
    return run.runId();
  }

  /// The run as the vault has it.
  public Run run() {
    return run;
  }

  /// Whether somebody asked this run to end.
  public boolean cancelled() {
    return cancelled;
  }

  /// Writes down how the run ended; a later end is ignored.
  public synchronized void end(Phase phase, String message) {
    if (!ended) {
      endFor(vault, run, phase, message);
      ended = true;
    }
  }

  /// Stops watching. A run that was not ended stays without an end, as after a crash.
  @Override
  public void close() {
    ended = true;
    watcher.interrupt();
  }

  private void watch() {
    long next = System.nanoTime() + pace.beat().toNanos();
    int beats = 0;
    try {
      while (!ended) {
        Thread.sleep(pace.look());
        if (!cancelled && asked()) {
          cancelOwn();
        }
        if (System.nanoTime() - next >= 0) {
          next = System.nanoTime() + pace.beat().toNanos();
          beats++;
          beat(beats);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cancelOwn() {
    cancelled = true;
    owner.interrupt();
  }

  private boolean asked() {
    try {
      return vault.entry(run, CANCEL).isPresent();
    } catch (StoreException | VaultException e) {
      return false; // the store is away or half a record is there; the next look tells
    }
  }

  private void beat(int n) {
    try {
      endedByOthers();
      vault.beat(run, n);
    } catch (StoreException | VaultException e) {
      // The store is away; others wait for more than one beat.
    }
  }

  /// A process that slept long enough is taken for dead by others, who clean up after it.
  private synchronized void endedByOthers() {
    if (!ended && !cancelled && vault.outcome(run).isPresent()) {
      cancelOwn();
    }
  }
}
