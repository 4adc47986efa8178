package io.csdr.vault.posix;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A filled volume. `entries` and `bytes` are what was restored; `skipped` says what was left out on purpose,
/// `problems` what could not be restored as it was, `damaged` which files were left out because the vault
/// lost their content; each at most 1,000 lines `path: reason`. `error` is set if the volume must not be
/// used because of damage that was not allowed; everything else is in place even then.
public record FillResult(
    long entries,
    long bytes,
    List<String> skipped,
    List<String> problems,
    List<String> damaged,
    @Nullable String error) {
  public FillResult {
    skipped = List.copyOf(skipped);
    problems = List.copyOf(problems);
    damaged = List.copyOf(damaged);
  }
}
