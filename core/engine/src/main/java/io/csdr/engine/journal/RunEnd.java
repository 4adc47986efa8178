package io.csdr.engine.journal;

/// How a run ended: a printed [io.csdr.model.Phase] and one line for people.
public record RunEnd(String phase, String message) {}
