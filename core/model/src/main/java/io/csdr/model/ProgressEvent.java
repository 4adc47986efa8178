package io.csdr.model;

import io.csdr.model.job.MoverProgress;

/// Something that happened during a run and that somebody who waits wants to see.
public sealed interface ProgressEvent {
  /// A new step of the flow has begun, told in a few words.
  record Step(String text) implements ProgressEvent {}

  /// So many objects of so many (0 while unknown) were captured or restored.
  record Objects(long done, long total) implements ProgressEvent {}

  /// One volume's mover moved on.
  record Volume(PvcRef claim, MoverProgress progress) implements ProgressEvent {}

  /// One volume is done, with what is to be known of it in a few words.
  record VolumeDone(PvcRef claim, String text) implements ProgressEvent {}

  /// Something that the user should know and that is no failure.
  record Warning(String text) implements ProgressEvent {}
}
