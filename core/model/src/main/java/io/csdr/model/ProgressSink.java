package io.csdr.model;

/// Receives the progress of a run, from any thread; must return quickly and never throw.
@FunctionalInterface
public interface ProgressSink {
  /// Sees nothing.
  ProgressSink NONE = event -> {};

  /// Takes one event.
  void on(ProgressEvent event);
}
