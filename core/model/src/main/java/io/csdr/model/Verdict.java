package io.csdr.model;

/// The outcome of one object, one kind or one volume.
public sealed interface Verdict {
  /// It is in the backup, whole.
  record Saved() implements Verdict {}

  /// It was left out, by a rule that the user can read (`csdr backup --explain`).
  record Excluded(String rule) implements Verdict {}

  /// It should be in the backup and is not.
  record Failed(Failure failure) implements Verdict {}
}
