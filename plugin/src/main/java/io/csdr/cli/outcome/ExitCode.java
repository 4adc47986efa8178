package io.csdr.cli.outcome;

/// What the process exits with. The numbers are a promise.
public enum ExitCode {
  DONE(0),
  FAILED(1),
  USAGE(2),
  /// Nothing had to be changed; only where the user asked to be told so.
  UNCHANGED(3),
  PARTIAL(4),
  TIMED_OUT(5),
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
