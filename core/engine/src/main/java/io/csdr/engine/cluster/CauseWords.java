package io.csdr.engine.cluster;

import java.util.ArrayList;
import java.util.List;

/// Tells why something failed from the whole chain of an exception's causes: libraries wrap what happened
/// into exceptions that say nothing.
public final class CauseWords {
  /// What the Kubernetes client says of every exception that it wraps.
  private static final String NOTHING = "An error has occurred.";

  private CauseWords() {}

  /// What the exceptions of the chain say, outermost first, without repetitions; never blank.
  public static String of(Throwable failure) {
    List<String> words = new ArrayList<>();
    Throwable last = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      last = cause;
      String message = said(cause);
      if (!message.isEmpty() && words.stream().noneMatch(earlier -> earlier.contains(message))) {
        words.add(message);
      }
    }
    return words.isEmpty() ? last.getClass().getSimpleName() : String.join(": ", words);
  }

  /// The exception's own message; empty where there is none, or only its cause's name and message.
  private static String said(Throwable failure) {
    String message = failure.getMessage() == null ? "" : failure.getMessage().strip();
    Throwable cause = failure.getCause();
    boolean empty =
        message.equals(NOTHING) || (cause != null && message.equals(String.valueOf(cause)));
    return empty ? "" : message;
  }
}
