package io.csdr.engine.flow;

import io.csdr.engine.EngineException;
import io.csdr.engine.journal.RunJournal;
import io.csdr.model.Failure;
import io.csdr.model.Phase;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Ends a run whatever happened in it: the cluster is cleaned first, then the journal says how it ended.
final class Ending {
  private final RunJournal journal;
  private final Housekeeping housekeeping;
  private boolean interrupted;

  Ending(RunJournal journal, Housekeeping housekeeping) {
    this.journal = journal;
    this.housekeeping = housekeeping;
  }

  /// A flow's work.
  @FunctionalInterface
  interface Work<T> {
    T run() throws InterruptedException;
  }

  /// Does the work, cleans up after it and has `end` write down how it ended. An interrupt that comes when
  /// the work is done, or when `made` finds its result in the vault, comes too late to undo it: the thread is
  /// then left interrupted, for whoever goes on. Nor does work that is done fail because something of it stays
  /// in the cluster, or its end cannot be written down.
  ///
  /// @throws CancellationException when the thread was interrupted, by a signal or by `csdr cancel`
  <T> T of(Work<T> work, Supplier<Optional<T>> made, Consumer<T> end) {
    T result = result(work, made);
    Exception cleaning = twice(this::clean);
    if (cleaning != null) {
      housekeeping.warn("the work is done, but " + notRemoved(cleaning));
    } else {
      Exception ending = twice(() -> end.accept(result));
      if (ending != null) {
        housekeeping.warn("the work is done, but not written down as such: " + ending.getMessage());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return result;
  }

  private <T> T result(Work<T> work, Supplier<Optional<T>> made) {
    try {
      return work.run();
    } catch (InterruptedException | RuntimeException e) {
      boolean canceled = wasInterrupt(e);
      Optional<T> found = canceled ? made.get() : Optional.empty();
      return found.orElseThrow(() -> failed(e, canceled));
    }
  }

  private RuntimeException failed(Exception e, boolean canceled) {
    Phase phase = canceled ? Phase.CANCELED : Phase.FAILED;
    String message = canceled ? "canceled" : String.valueOf(e.getMessage());
    Exception cleaning = twice(this::clean);
    if (cleaning != null) {
      return stillThere(e, cleaning);
    }
    if (e instanceof SourceStopped stopped) {
      return stopped; // without an end, too
    }
    Exception ending = twice(() -> journal.end(phase, message));
    if (ending != null) {
      e.addSuppressed(ending);
    }
    if (canceled) {
      CancellationException end = new CancellationException("canceled, and nothing is left behind");
      end.initCause(e);
      return end;
    }
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }

  private void clean() throws InterruptedException {
    housekeeping.removeLeftovers(journal.run());
  }

  /// What comes after the work.
  @FunctionalInterface
  private interface Step {
    void run() throws InterruptedException;
  }

  /// Does it, at the second attempt where the first stumbled; returns what kept it from being done.
  private @Nullable Exception twice(Step step) {
    Exception first = attempt(step);
    if (first == null) {
      return null;
    }
    boolean _ = wasInterrupt(first);
    return attempt(step);
  }

  private static @Nullable Exception attempt(Step step) {
    try {
      step.run();
      return null;
    } catch (InterruptedException | RuntimeException e) {
      return e;
    }
  }

  /// Whether an interrupt caused this. Takes the interrupt away: cleaning up needs a thread that may wait.
  private boolean wasInterrupt(Exception e) {
    boolean was =
        Thread.interrupted()
            || e instanceof InterruptedException
            || e instanceof CancellationException;
    interrupted |= was;
    return was;
  }

  /// The run stays without an end, so that the next command finds its leftovers.
  private RuntimeException stillThere(Exception e, Exception cleaning) {
    e.addSuppressed(cleaning);
    return new EngineException(
        new Failure(
            "run " + journal.id(),
            "LeftoversRemain",
            e.getMessage() + "; and " + notRemoved(cleaning),
            "remove it with: kubectl csdr cancel " + journal.run().name()),
        e);
  }

  private String notRemoved(Exception cleaning) {
    return "what run "
        + journal.id()
        + " made in the cluster could not be removed: "
        + cleaning.getMessage();
  }
}
