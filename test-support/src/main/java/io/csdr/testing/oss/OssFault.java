package io.csdr.testing.oss;

import java.time.Duration;

/// What goes wrong with one request.
public sealed interface OssFault {

  /// Too much is asked at once: 503 with a time to wait in whole seconds, nothing is done.
  record Busy(int retryAfterSeconds) implements OssFault {}

  /// The request is refused with this error document, nothing is done.
  record Refused(int status, String code, String message) implements OssFault {}

  /// A proxy on the way answers with a page that is no error document.
  record Garbage(int status) implements OssFault {}

  /// The connection ends before anything is done.
  record CutBefore() implements OssFault {}

  /// The request is done and the connection ends before the answer.
  record CutAfter() implements OssFault {}

  /// The request is done and the answer is an internal error.
  record FailedAfter() implements OssFault {}

  /// The body of the answer ends after this many bytes, and with it the connection.
  record Truncated(int bytes) implements OssFault {}

  /// The answer comes later than it would.
  record Delayed(Duration by) implements OssFault {}

  /// Something else happens first, and then the request is done.
  record Meanwhile(Runnable what) implements OssFault {}

  /// The sum in the answer's header is not that of the object.
  record WrongSum() implements OssFault {}

  /// One byte of the body is another one: what a PUT stores, or what a GET answers.
  record WrongByte(int index) implements OssFault {}
}
