package io.csdr.s3;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalLong;

/// What the service said, whole and bounded.
@SuppressWarnings("ArrayRecordComponent")
record Answer(int status, HttpHeaders headers, byte[] body) {
  boolean isGood() {
    return status >= 200 && status < 300;
  }

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /// The size that `content-length` tells.
  OptionalLong length() {
    try {
      return headers.firstValueAsLong("content-length");
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /// The service's own time.
  Optional<Instant> date() {
    return header("date").flatMap(Answer::time);
  }

  /// When the object was written, by the service's clock.
  ///
  /// @throws IOException when the answer does not tell
  Instant modified() throws IOException {
    return header("last-modified")
        .flatMap(Answer::time)
        .orElseThrow(() -> new IOException("the answer does not tell when the object was written"));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
