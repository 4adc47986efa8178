package io.csdr.engine.select;

/// What the user asked for makes no sense here; the message says why and what would.
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }
}
