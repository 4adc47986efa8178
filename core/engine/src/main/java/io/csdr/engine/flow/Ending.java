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
  /// in the cluster.
  ///
  /// @throws CancellationException when the thread was interrupted, by a signal or by `csdr cancel`
  <T> T of(Work<T> work, Supplier<Optional<T>> made, Consumer<T> end) {
    T result = result(work, made);
    Exception cleaning = close(() -> end.accept(result));
    if (cleaning != null) {
      housekeeping.warn("the work is done, but " + notRemoved(cleaning));
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
    Exception cleaning = close(() -> journal.end(phase, message));
    if (cleaning != null) {
      return stillThere(e, cleaning);
    }
    if (canceled) {
      CancellationException end = new CancellationException("canceled, and nothing is left behind");
      end.initCause(e);
      return end;
    }
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }

  /// Cleans up and ends the run, at the second attempt where the first stumbled; returns what kept it from that.
  private @Nullable Exception close(Runnable end) {
    Exception first = attempt(end);
    if (first == null) {
      return null;
    }
    boolean _ = wasInterrupt(first);
    return attempt(end);
  }

  private @Nullable Exception attempt(Runnable end) {
    try {
      housekeeping.removeLeftovers(journal.run());
      end.run();
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
