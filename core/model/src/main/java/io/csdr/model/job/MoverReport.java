package io.csdr.model.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a mover's task ended. `root` is the saved tree (64 hexadecimal digits) and null after a fill or an
/// error; `error` is null on success. `bytes` are plain bytes of the volume, `newBytes` those that the
/// vault did not have, `storedBytes` what was written for them. `skipped` names entries left out on
/// purpose with the reason (sockets), `problems` those that could not be read or restored; both at most
/// 1,000 lines.
public record MoverReport(
    @Nullable String root,
    long entries,
    long bytes,
    long newBytes,
    long storedBytes,
    List<String> skipped,
    List<String> problems,
    @Nullable String error) {
  public MoverReport {
    skipped = List.copyOf(skipped);
    problems = List.copyOf(problems);
  }
}
