package io.csdr.cli.outcome;

import org.jspecify.annotations.Nullable;

/// A command that cannot go on: what failed and on what, the fix (may be empty), and the exit code.
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;
  private final String fix;

  private CliException(ExitCode code, String message, String fix, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.fix = fix;
  }

  /// The command line makes no sense as it stands.
  public static CliException usage(String message, String fix) {
    return new CliException(ExitCode.USAGE, message, fix, null);
  }

  /// The command was understood and failed.
  public static CliException failed(String message, String fix) {
    return new CliException(ExitCode.FAILED, message, fix, null);
  }

  /// The command was understood and failed because of `cause`.
  public static CliException failed(String message, String fix, Throwable cause) {
    return new CliException(ExitCode.FAILED, message, fix, cause);
  }

  public ExitCode code() {
    return code;
  }

  public String fix() {
    return fix;
  }
}
