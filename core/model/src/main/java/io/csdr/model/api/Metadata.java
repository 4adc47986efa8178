package io.csdr.model.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The part of Kubernetes object metadata that our resources use.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Metadata(
    String name,
    String namespace,
    Map<String, String> labels,
    Map<String, String> annotations,
    @Nullable Instant creationTimestamp) {
  public Metadata {
    labels = Absent.map(labels);
    annotations = Absent.map(annotations);
  }
}
