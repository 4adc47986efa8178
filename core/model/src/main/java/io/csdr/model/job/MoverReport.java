package io.csdr.model.job;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How a mover's task ended. `root` is the saved tree (64 hexadecimal digits) and null after a fill or an
/// error; `error` is null on success. `bytes` are plain bytes of the volume, `newBytes` those that the
/// vault did not have, `storedBytes` what was written for them. `skipped` names entries left out on
/// purpose with the reason (sockets), `problems` those that could not be read or restored.
public record MoverReport(
    @Nullable String root,
    long entries,
    long bytes,
    long newBytes,
    long storedBytes,
    EntryLines skipped,
    EntryLines problems,
    @Nullable String error) {
  public MoverReport {
    Objects.requireNonNull(skipped);
    Objects.requireNonNull(problems);
  }
}
