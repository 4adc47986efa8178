package io.csdr.model;

import java.util.Arrays;
import java.util.Optional;

/// How far a backup or restore is. The constants' printed forms are those of `status.phase`.
public enum Phase {
  NEW("New", false),
  IN_PROGRESS("InProgress", false),
  COMPLETED("Completed", true),
  PARTIALLY_FAILED("PartiallyFailed", true),
  FAILED("Failed", true),
  CANCELED("Canceled", true),
  /// A client-mode run whose process ended without a commit; only in listings.
  INTERRUPTED("Interrupted", true);

  private final String text;
  private final boolean terminal;

  Phase(String text, boolean terminal) {
    this.text = text;
    this.terminal = terminal;
  }

  /// Whether nothing will change any more without somebody's doing.
  public boolean terminal() {
    return terminal;
  }

  /// Whether the work was done, all or part of it.
  public boolean done() {
    return this == COMPLETED || this == PARTIALLY_FAILED;
  }

  /// The phase of this printed form, empty where it is that of a newer program.
  public static Optional<Phase> of(String text) {
    return Arrays.stream(values()).filter(phase -> phase.text.equals(text)).findFirst();
  }

  @Override
  public String toString() {
    return text;
  }
}
