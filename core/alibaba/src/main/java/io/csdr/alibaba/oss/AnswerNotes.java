package io.csdr.alibaba.oss;

import com.aliyun.oss.common.comm.RequestMessage;
import com.aliyun.oss.common.comm.ResponseMessage;
import com.aliyun.oss.common.comm.RetryStrategy;
import java.time.Duration;
import java.util.Optional;

/// Notes what the SDK's exceptions do not tell of a refused request, its status and the time that the
/// server wants to be left alone for, and never lets the SDK retry.
final class AnswerNotes extends RetryStrategy {

  /// The status is 0 where there was no answer that was an error.
  record Note(int status, Optional<Duration> wish) {
    static final Note NONE = new Note(0, Optional.empty());
  }

  private final ThreadLocal<Note> last = ThreadLocal.withInitial(() -> Note.NONE);

  @Override
  public boolean shouldRetry(
      Exception failure, RequestMessage request, ResponseMessage response, int retries) {
    if (response != null) {
      last.set(new Note(response.getStatusCode(), wish(response)));
    }
    return false;
  }

  /// The note of this thread's last request, which is forgotten.
  Note take() {
    Note note = last.get();
    last.remove();
    return note;
  }

  private static Optional<Duration> wish(ResponseMessage response) {
    Optional<Duration> millis = number(response, "x-oss-qos-delay-time").map(Duration::ofMillis);
    return millis.or(() -> number(response, "retry-after").map(Duration::ofSeconds));
  }

  private static Optional<Long> number(ResponseMessage response, String header) {
    return Optional.ofNullable(response.getHeaders().get(header))
        .filter(text -> text.matches("\\d{1,6}"))
        .map(Long::valueOf);
  }
}
