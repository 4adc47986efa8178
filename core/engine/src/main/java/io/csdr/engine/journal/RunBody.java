package io.csdr.engine.journal;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.commit.Run;

/// What a run writes down about itself before it does anything: which process it is, and what was asked
/// of it, so that it can be told apart, cancelled and asked again.
public record RunBody(ProcessMark process, JsonNode request) {
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
