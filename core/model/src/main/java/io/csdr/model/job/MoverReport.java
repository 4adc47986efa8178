package io.csdr.model.job;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How a mover's task ended. `root` is the saved tree (64 hexadecimal digits) and null after a fill or an
/// error; `error` is null on success. `bytes` are plain bytes of the volume, `newBytes` those that the
/// vault did not have, `storedBytes` what was written for them. `skipped` names entries left out on
/// purpose with the reason (sockets), `unsteady` files that changed while they were read and are saved as
/// they were read, `problems` entries that could not be read or restored.
public record MoverReport(
    @Nullable String root,
    long entries,
    long bytes,
    long newBytes,
    long storedBytes,
    EntryLines skipped,
    EntryLines unsteady,
    EntryLines problems,
    @Nullable String error) {
  public MoverReport {
    Objects.requireNonNull(skipped);
    Objects.requireNonNull(unsteady);
    Objects.requireNonNull(problems);
  }

  /// The report of a volume that nobody could change: what changed all the same is a problem.
  public MoverReport ofStillVolume() {
    return new MoverReport(
        root,
        entries,
        bytes,
        newBytes,
        storedBytes,
        skipped,
        EntryLines.NONE,
        problems.plus(unsteady),
        error);
  }
}
