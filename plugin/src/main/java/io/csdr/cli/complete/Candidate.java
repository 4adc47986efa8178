package io.csdr.cli.complete;

/// One way the word could go on, and what it means (may be empty).
public record Candidate(String word, String meaning) {
  /// A candidate that needs no explanation.
  public static Candidate of(String word) {
    return new Candidate(word, "");
  }
}
