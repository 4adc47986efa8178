package io.csdr.cli.complete;

import java.util.List;

/// All candidates for the word under the cursor. `files` lets the shell offer file names too.
public record Completion(List<Candidate> candidates, boolean files) {
  private static final int FILES = 0;
  private static final int NO_FILES = 4;

  public Completion {
    candidates = List.copyOf(candidates);
  }

  /// The lines that kubectl and the completion scripts read: `word TAB meaning`, then `:DIRECTIVE`.
  public String lines() {
    StringBuilder lines = new StringBuilder();
    for (Candidate candidate : candidates) {
      lines.append(candidate.word());
      if (!candidate.meaning().isEmpty()) {
        lines.append('\t').append(candidate.meaning());
      }
      lines.append('\n');
    }
    return lines.append(':').append(files ? FILES : NO_FILES).append('\n').toString();
  }
}
