package io.csdr.cli.term;

import io.csdr.model.ProgressSink;

/// Tells somebody who waits how a run goes, on standard error.
public sealed interface Progress extends ProgressSink, AutoCloseable
    permits ProgressLine, ProgressLog {
  /// One line that is written anew on a terminal, plain lines elsewhere.
  static Progress of(Terminal terminal) {
    return terminal.ttys().err()
        ? new ProgressLine(terminal, System::nanoTime)
        : new ProgressLog(terminal, System::nanoTime);
  }

  @Override
  void close();
}
