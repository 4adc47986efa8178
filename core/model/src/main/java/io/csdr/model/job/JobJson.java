package io.csdr.model.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/// Tasks, progress and reports as JSON bytes and back. A task with a field that this program does not know is
/// refused, because leaving it out could do the wrong thing; progress and reports may carry more.
public final class JobJson {
  private static final ObjectMapper STRICT = JsonMapper.builder().build();
  private static final ObjectMapper LENIENT =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private JobJson() {}

  public static byte[] write(MoverTask task) {
    return bytes(task);
  }

  public static byte[] write(MoverProgress progress) {
    return bytes(progress);
  }

  public static byte[] write(MoverReport report) {
    return bytes(report);
  }

  /// Reads a task.
  ///
  /// @throws IllegalArgumentException when the bytes are no task that this program can do
  public static MoverTask task(byte[] json) {
    return read(STRICT, json, MoverTask.class);
  }

  /// Reads a progress.
  ///
  /// @throws IllegalArgumentException when the bytes are no progress
  public static MoverProgress progress(byte[] json) {
    return read(LENIENT, json, MoverProgress.class);
  }

  /// Reads a report.
  ///
  /// @throws IllegalArgumentException when the bytes are no report
  public static MoverReport report(byte[] json) {
    return read(LENIENT, json, MoverReport.class);
  }

  private static byte[] bytes(Object value) {
    try {
      return LENIENT.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass().getSimpleName(), e);
    }
  }

  private static <T> T read(ObjectMapper mapper, byte[] json, Class<T> type) {
    try {
      T value = mapper.readValue(json, type);
      if (value == null) {
        throw new IllegalArgumentException("not a " + type.getSimpleName() + ": null");
      }
      return value;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "not a " + type.getSimpleName() + ": " + e.getMessage(), e);
    }
  }
}
