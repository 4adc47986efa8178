package io.csdr.engine.flow;

import io.csdr.engine.EngineException;
import io.csdr.engine.journal.RunJournal;
import io.csdr.model.Failure;
import io.csdr.model.Phase;
import java.util.concurrent.CancellationException;

/// Ends a run whatever happened in it: the cluster is cleaned first, then the journal says how it ended.
record Ending(RunJournal journal, Housekeeping housekeeping) {

  /// A flow's work; what it returns tells how it ended.
  @FunctionalInterface
  interface Work<T> {
    T run() throws InterruptedException;
  }

  /// Does the work and cleans up after it.
  ///
  /// @throws CancellationException when the thread was interrupted, by a signal or by `csdr cancel`
  <T> T of(Work<T> work) {
    T result;
    try {
      result = work.run();
      housekeeping.removeLeftovers(journal.run());
    } catch (InterruptedException | RuntimeException e) {
      throw failed(e);
    }
    return result;
  }

  private RuntimeException failed(Exception e) {
    // Cleaning up needs a thread that may wait.
    boolean interrupted = Thread.interrupted() || e instanceof InterruptedException;
    try {
      housekeeping.removeLeftovers(journal.run());
    } catch (InterruptedException | RuntimeException cleaning) {
      e.addSuppressed(cleaning);
      return stillThere(e);
    }
    if (interrupted || e instanceof CancellationException) {
      journal.end(Phase.CANCELED, "canceled");
      CancellationException end = new CancellationException("canceled, and nothing is left behind");
      end.initCause(e);
      return end;
    }
    journal.end(Phase.FAILED, String.valueOf(e.getMessage()));
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }

  /// The run stays without an end, so that the next command finds its leftovers.
  private RuntimeException stillThere(Exception e) {
    return new EngineException(
        new Failure(
            "run " + journal.id(),
            "LeftoversRemain",
            e.getMessage() + "; and what the run made in the cluster could not be removed",
            "remove it with: kubectl csdr cancel " + journal.run().name()),
        e);
  }
}
