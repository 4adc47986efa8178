package io.csdr.engine.cluster;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A call to the API server that did not do what was asked. The message is the server's own where it
/// answered. `code` is the HTTP status, 0 where there was no answer.
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What kind of refusal it was.
  public enum Reason {
    UNREACHABLE,
    TIMEOUT,
    UNAUTHORIZED,
    FORBIDDEN,
    NOT_FOUND,
    ALREADY_EXISTS,
    CONFLICT,
    GONE,
    INVALID,
    TOO_LARGE,
    NOT_ALLOWED,
    BUSY,
    WEBHOOK,
    SERVER
  }

  private final Reason reason;
  private final int code;
  private final String verb;
  private final List<String> fields;
  private final transient @Nullable Duration retryAfter;

  ApiException(Answer answer, @Nullable Throwable cause) {
    super(answer.message, cause);
    this.reason = answer.reason;
    this.code = answer.code;
    this.verb = answer.verb;
    this.fields = List.copyOf(answer.fields);
    this.retryAfter = answer.retryAfter;
  }

  /// What kind of refusal it was.
  public Reason reason() {
    return reason;
  }

  /// The HTTP status, 0 where there was no answer.
  public int code() {
    return code;
  }

  /// What was tried: list, get, create, update, patch, delete or watch.
  public String verb() {
    return verb;
  }

  /// The fields that the server objected to, empty where it named none.
  public List<String> fields() {
    return fields;
  }

  /// How long the server asked to wait, or null.
  @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /// The server's own words.
  public String detail() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  /// What is known of one refused call.
  record Answer(
      Reason reason,
      int code,
      String verb,
      String message,
      List<String> fields,
      @Nullable Duration retryAfter) {}
}
