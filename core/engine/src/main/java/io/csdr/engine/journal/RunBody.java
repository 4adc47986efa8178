package io.csdr.engine.journal;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.commit.Run;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a run writes down about itself before it does anything: which process it is, and what was asked
/// of it, so that it can be told apart, cancelled and asked again. `beat` is how often it will say that it
/// lives; null in records of older programs, which never do.
public record RunBody(ProcessMark process, JsonNode request, @Nullable Duration beat) {
  private static final Duration LONGEST_BEAT = Duration.ofDays(1);

  public RunBody {
    if (beat != null && (!beat.isPositive() || beat.compareTo(LONGEST_BEAT) > 0)) {
      throw new IllegalArgumentException("heartbeats every " + beat);
    }
  }

  /// What the run wrote down.
  ///
  /// @throws IllegalArgumentException when it is no such record
  public static RunBody of(Run run) {
    return ResourceJson.read(run.body(), RunBody.class);
  }

  /// What was asked of the run.
  ///
  /// @throws IllegalArgumentException when it is no such request
  public <T> T requestAs(Class<T> type) {
    return ResourceJson.read(ResourceJson.write(request), type);
  }
}
